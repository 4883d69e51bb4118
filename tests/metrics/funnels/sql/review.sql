-- Customers by the month of their first review task in it.
WITH s0 AS (
    SELECT customer_id AS entity, date_trunc('month', day)::DATE AS month, min(day) AS d0,
        arg_min(agent_id, day::VARCHAR || lpad(agent_id::VARCHAR, 9, '0')) AS agent_id
    FROM review_step WHERE kind = 'assigned' AND day <= $as_of
        AND day >= date_trunc('month', $as_of::DATE) - INTERVAL 12 MONTH
    GROUP BY ALL
), s1 AS (
    SELECT *, (SELECT min(day) FROM (
            SELECT customer_id, day FROM review_step WHERE kind = 'appointed'
            UNION ALL SELECT customer_id, day FROM wecom) e
        WHERE e.customer_id = entity AND day <= $as_of AND day BETWEEN d0 AND d0 + 10) AS d1 FROM s0
), s2 AS (
    SELECT *, (SELECT min(day) FROM review_step e WHERE e.customer_id = entity AND kind = 'done'
        AND day <= $as_of AND day BETWEEN d1 AND d1 + 10) AS d2 FROM s1
), s3 AS (
    SELECT *, (SELECT min(day) FROM review_step e WHERE e.customer_id = entity AND kind = 'gap_found'
        AND day <= $as_of AND day BETWEEN d2 AND d2 + 5) AS d3 FROM s2
), s4 AS (
    SELECT *, (SELECT min(day) FROM customer_day e WHERE e.customer_id = entity AND proposals > 0
        AND day <= $as_of AND day BETWEEN d3 AND d3 + 25) AS d4 FROM s3
), s5 AS (
    SELECT *, (SELECT min(day) FROM application e WHERE e.customer_id = entity
        AND day <= $as_of AND day BETWEEN d4 AND d4 + 20) AS d5 FROM s4
), s6 AS (
    SELECT *, (SELECT min(issued) FROM policy e WHERE e.customer_id = entity
        AND issued <= $as_of AND issued BETWEEN d5 AND d5 + 15) AS d6 FROM s5
)
SELECT month, unit_id, coalesce((SELECT segment FROM customer c WHERE c.customer_id = entity AND c.since <= d0), 'none')
        AS segment,
    d0 + 85 <= $as_of AS closed,
    d0 - month + 1 AS turn,
    [count(d0), count(d1), count(d2), count(d3), count(d4), count(d5), count(d6)] AS reached,
    coalesce(sum((SELECT sum(premium) FROM policy e WHERE e.customer_id = entity AND e.issued = d6)), 0) AS cents
FROM s6 JOIN post ON post.agent_id = s6.agent_id AND since <= d0 AND d0 < until
GROUP BY ALL
