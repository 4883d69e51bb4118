-- Due items in every month from the one in which they are due to the one in which they are paid or their grace ends.
WITH item AS (
    SELECT due_id AS entity, unit_id, announced AS d0, due, pay_no, customer_id,
        least(grace_end + 1, (SELECT min(day) FROM premium_step s
            WHERE s.due_id = i.due_id AND kind = 'paid' AND day <= $as_of)) AS owed
    FROM premium_due i WHERE announced <= $as_of
), cohort AS (
    SELECT m::DATE AS month, (m + INTERVAL 1 MONTH)::DATE - 1 AS last
    FROM generate_series(date_trunc('month', $as_of::DATE) - INTERVAL 12 MONTH, $as_of::TIMESTAMP, INTERVAL 1 MONTH) g(m)
), s0 AS (
    SELECT item.*, month FROM item JOIN cohort ON due <= last AND owed >= month
), s1 AS (
    SELECT *, (SELECT min(day) FROM premium_step e WHERE e.due_id = entity AND kind = 'reminded'
        AND day <= $as_of AND day BETWEEN d0 AND d0 + 55) AS d1 FROM s0
), s2 AS (
    SELECT *, (SELECT min(day) FROM premium_step e WHERE e.due_id = entity AND kind = 'contacted'
        AND day <= $as_of AND day BETWEEN d1 AND d1 + 20) AS d2 FROM s1
), s3 AS (
    SELECT *, (SELECT min(day) FROM premium_step e WHERE e.due_id = entity AND kind = 'promised'
        AND day <= $as_of AND day BETWEEN d2 AND d2 + 15) AS d3 FROM s2
), s4 AS (
    SELECT *, (SELECT min(day) FROM premium_step e WHERE e.due_id = entity AND kind = 'paid'
        AND day <= $as_of AND day BETWEEN d3 AND d3 + 60) AS d4 FROM s3
)
SELECT month, unit_id, 'pay' || least(pay_no, 4) AS segment, d0 + 150 <= $as_of AS closed,
    [count(d0), count(d1), count(d2), count(d3), count(d4)] AS reached,
    sum((SELECT sum(amount) FROM premium_step e WHERE e.due_id = entity AND kind = 'paid' AND e.day = d4)) AS cents
FROM s4 GROUP BY ALL
