-- Due items in every month from the one in which they are due to the one in which they are paid or their grace ends; who is
-- paid by debit, by loan or otherwise, or whose policy lapses, leaves with the first of these before the next stage.
WITH item AS (
    SELECT due_id AS entity, unit_id, announced AS d0, due, pay_no, customer_id,
        least(grace_end + 1, (SELECT min(day) FROM premium_step s
            WHERE s.due_id = i.due_id AND kind = 'paid' AND day <= $as_of)) AS owed
    FROM premium_due i WHERE announced <= $as_of
), cohort AS (
    SELECT m::DATE AS month, (m + INTERVAL 1 MONTH)::DATE - 1 AS last
    FROM generate_series(date_trunc('month', $as_of::DATE) - INTERVAL 12 MONTH, $as_of::TIMESTAMP, INTERVAL 1 MONTH) g(m)
), changed AS (
    SELECT due_id, x.day, x.kind FROM premium_due i JOIN policy_change x USING (policy_id)
    WHERE x.day BETWEEN grace_end AND grace_end + 10
), event AS (
    SELECT due_id, day, CASE kind WHEN 'debit_ok' THEN 0 WHEN 'paid' THEN 2 END AS way_out
    FROM premium_step WHERE kind IN ('debit_ok', 'paid')
    UNION ALL SELECT due_id, day, CASE kind WHEN 'apl' THEN 1 ELSE 3 END FROM changed WHERE kind IN ('apl', 'lapse')
), gone AS (
    SELECT due_id, day, 10 * (day - DATE '2000-01-01') + way_out AS place FROM event WHERE day <= $as_of
), s0 AS (
    SELECT item.*, month FROM item JOIN cohort ON due <= last AND owed >= month
), n1 AS (
    SELECT *, (SELECT min(day) FROM premium_step e WHERE e.due_id = entity AND kind = 'reminded'
            AND day <= $as_of AND day BETWEEN d0 AND d0 + 55) AS next,
        (SELECT min(place) FROM gone g WHERE g.due_id = entity AND day BETWEEN d0 AND d0 + 150) AS place FROM s0
), s1 AS (
    SELECT * EXCLUDE (next, place), next - DATE '2000-01-01' AS n, n IS NOT NULL AND (place IS NULL OR n <= place // 10) AS goes,
        CASE WHEN goes THEN next END AS d1, CASE WHEN NOT goes THEN place % 10 END AS x1 FROM n1
), n2 AS (
    SELECT * EXCLUDE (n, goes), (SELECT min(day) FROM premium_step e WHERE e.due_id = entity AND kind = 'contacted'
            AND day <= $as_of AND day BETWEEN d1 AND d1 + 20) AS next,
        (SELECT min(place) FROM gone g WHERE g.due_id = entity AND day BETWEEN d1 AND d0 + 150) AS place FROM s1
), s2 AS (
    SELECT * EXCLUDE (next, place), next - DATE '2000-01-01' AS n, n IS NOT NULL AND (place IS NULL OR n <= place // 10) AS goes,
        CASE WHEN goes THEN next END AS d2, CASE WHEN NOT goes THEN place % 10 END AS x2 FROM n2
), n3 AS (
    SELECT * EXCLUDE (n, goes), (SELECT min(day) FROM premium_step e WHERE e.due_id = entity AND kind = 'promised'
            AND day <= $as_of AND day BETWEEN d2 AND d2 + 15) AS next,
        (SELECT min(place) FROM gone g WHERE g.due_id = entity AND day BETWEEN d2 AND d0 + 150) AS place FROM s2
), s3 AS (
    SELECT * EXCLUDE (next, place), next - DATE '2000-01-01' AS n, n IS NOT NULL AND (place IS NULL OR n <= place // 10) AS goes,
        CASE WHEN goes THEN next END AS d3, CASE WHEN NOT goes THEN place % 10 END AS x3 FROM n3
), n4 AS (
    SELECT * EXCLUDE (n, goes), (SELECT min(day) FROM premium_step e WHERE e.due_id = entity AND kind = 'paid'
            AND day <= $as_of AND day BETWEEN d3 AND d3 + 60) AS next,
        (SELECT min(place) FROM gone g WHERE g.due_id = entity AND day BETWEEN d3 AND d0 + 150) AS place FROM s3
), s4 AS (
    SELECT * EXCLUDE (next, place), next - DATE '2000-01-01' AS n, n IS NOT NULL AND (place IS NULL OR n <= place // 10) AS goes,
        CASE WHEN goes THEN next END AS d4, CASE WHEN NOT goes THEN place % 10 END AS x4 FROM n4
)
SELECT month, unit_id, 'pay' || least(pay_no, 4) AS segment, d0 + 150 <= $as_of AS closed,
    greatest(due - month + 1, 0) AS turn,
    [count(d0), count(d1), count(d2), count(d3), count(d4)] AS reached,
    coalesce(sum((SELECT sum(amount) FROM premium_step e WHERE e.due_id = entity AND kind = 'paid' AND e.day = d4)), 0) AS cents,
    [[count(*) FILTER (x1 = 0), count(*) FILTER (x2 = 0), count(*) FILTER (x3 = 0), count(*) FILTER (x4 = 0), 0],
     [count(*) FILTER (x1 = 1), count(*) FILTER (x2 = 1), count(*) FILTER (x3 = 1), count(*) FILTER (x4 = 1), 0],
     [count(*) FILTER (x1 = 2), count(*) FILTER (x2 = 2), count(*) FILTER (x3 = 2), count(*) FILTER (x4 = 2), 0],
     [count(*) FILTER (x1 = 3), count(*) FILTER (x2 = 3), count(*) FILTER (x3 = 3), count(*) FILTER (x4 = 3), 0]] AS gone
FROM s4 GROUP BY ALL
