-- Cohorts of whole months, those of the period from $first to $as_of: they say nothing about a single day.

SELECT unit_id, sum(amount) AS ren_due, sum(amount) FILTER (paid_on <= least(month_end, $as_of)) AS ren_paid_month,
    count(*) AS ren_due_cnt, count(*) FILTER (reminded_on <= least(month_end, $as_of)) AS ren_reminded,
    count(*) FILTER (contacted_on <= least(month_end, $as_of)) AS ren_contacted,
    count(*) FILTER (promised_on <= least(month_end, $as_of)) AS ren_promised,
    count(*) FILTER (promised_on <= least(month_end, $as_of) AND paid_on <= least(month_end, $as_of))
        AS ren_promise_kept
FROM item WHERE announced <= $as_of AND due BETWEEN date_trunc('month', $first) AND last_day($as_of) GROUP BY unit_id;

-- Kept over the years: what was due two months before, and in the twelve months up to then.
SELECT unit_id, sum(amount) FILTER (pay_no = 2) AS p13_base,
    sum(amount) FILTER (pay_no = 2 AND kept_on <= $as_of) AS p13_kept,
    count(*) FILTER (pay_no = 2) AS p13_base_cnt, count(*) FILTER (pay_no = 2 AND kept_on <= $as_of) AS p13_kept_cnt,
    sum(amount) FILTER (pay_no = 2 AND orphan) AS p13o_base,
    sum(amount) FILTER (pay_no = 2 AND orphan AND kept_on <= $as_of) AS p13o_kept,
    sum(amount) FILTER (pay_no = 3 AND before_on <= $as_of) AS p25_base,
    sum(amount) FILTER (pay_no = 3 AND before_on <= $as_of AND kept_on <= $as_of) AS p25_kept,
    sum(amount) FILTER (pay_no = 4 AND before_on <= $as_of) AS p37_base,
    sum(amount) FILTER (pay_no = 4 AND before_on <= $as_of AND kept_on <= $as_of) AS p37_kept
FROM item WHERE owed AND announced <= $as_of AND due >= date_trunc('month', $first) - INTERVAL 2 MONTH
AND due < date_trunc('month', $as_of) - INTERVAL 1 MONTH GROUP BY unit_id;

SELECT unit_id, sum(amount) AS p13r_base, sum(amount) FILTER (kept_on <= $as_of) AS p13r_kept
FROM item WHERE owed AND pay_no = 2 AND announced <= $as_of AND due >= date_trunc('month', $as_of) - INTERVAL 13 MONTH
AND due < date_trunc('month', $as_of) - INTERVAL 1 MONTH GROUP BY unit_id;

-- Agents who joined so many months before each month of the period, and who of them is there, or confirmed, at its end.
WITH month AS (
    SELECT lead, m - to_months(lead) AS joined_in, least(last_day(m), $as_of) AS seen
    FROM generate_series(date_trunc('month', $first), $as_of::TIMESTAMP, INTERVAL 1 MONTH) AS g(m),
        (VALUES (3), (6), (13)) AS l(lead)
),
joiner AS (
    SELECT agent_id, lead, seen, min(day) AS joined_on FROM movement JOIN month ON date_trunc('month', day) = joined_in
    WHERE kind = 'onboard' GROUP BY ALL
),
fate AS (
    SELECT j.agent_id, lead, s.staffed AS alive, EXISTS (
        FROM career c WHERE c.agent_id = j.agent_id AND c.kind = 'confirmed' AND c.day BETWEEN joined_on AND seen
    ) AS confirmed
    FROM joiner j JOIN post s ON s.agent_id = j.agent_id AND seen >= s.since AND seen < s.until
)
SELECT unit_id, count(*) FILTER (lead = 3) AS coh3_size, count(*) FILTER (lead = 3 AND alive) AS coh3_alive,
    count(*) FILTER (lead = 6) AS coh6_size, count(*) FILTER (lead = 6 AND alive) AS coh6_alive,
    count(*) FILTER (lead = 6 AND confirmed) AS coh6_confirmed,
    count(*) FILTER (lead = 13) AS coh13_size, count(*) FILTER (lead = 13 AND alive) AS coh13_alive
FROM fate JOIN post USING (agent_id) WHERE $as_of >= since AND $as_of < until GROUP BY unit_id;
