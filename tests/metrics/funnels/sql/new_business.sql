-- Customers by the month of their first valid visit in it, and the first event of each stage after the one before.
WITH s0 AS (
    SELECT customer_id AS entity, date_trunc('month', day)::DATE AS month, min(day) AS d0,
        arg_min(agent_id, day::VARCHAR || lpad(agent_id::VARCHAR, 9, '0')) AS agent_id
    FROM customer_day WHERE valid_visits > 0 AND day <= $as_of
        AND day >= date_trunc('month', $as_of::DATE) - INTERVAL 12 MONTH
    GROUP BY ALL
), s1 AS (
    SELECT *, (SELECT min(day) FROM customer_day e WHERE e.customer_id = entity AND needs > 0
        AND day <= $as_of AND day BETWEEN d0 AND d0 + 30) AS d1 FROM s0
), s2 AS (
    SELECT *, (SELECT min(day) FROM customer_day e WHERE e.customer_id = entity AND proposals > 0
        AND day <= $as_of AND day BETWEEN d1 AND d1 + 30) AS d2 FROM s1
), s3 AS (
    SELECT *, (SELECT min(day) FROM application e WHERE e.customer_id = entity
        AND day <= $as_of AND day BETWEEN d2 AND d2 + 30) AS d3 FROM s2
), s4 AS (
    SELECT *, (SELECT min(issued) FROM policy e WHERE e.customer_id = entity
        AND issued <= $as_of AND issued BETWEEN d3 AND d3 + 15) AS d4 FROM s3
), calls AS (
    SELECT customer_id, c.day, premium FROM callback c JOIN policy p USING (policy_id)
    WHERE result = 'ok' AND c.day <= $as_of AND issued <= $as_of AND NOT EXISTS (
        SELECT 1 FROM policy_change x
        WHERE x.policy_id = c.policy_id AND x.kind = 'freelook_cancel' AND x.day <= $as_of)
), s5 AS (
    SELECT *, (SELECT min(day) FROM calls e WHERE e.customer_id = entity
        AND day BETWEEN d4 AND d4 + 20) AS d5 FROM s4
)
SELECT month, unit_id, coalesce((SELECT segment FROM customer c WHERE c.customer_id = entity AND c.since <= d0), 'none')
        AS segment,
    d0 + 125 <= $as_of AS closed,
    d0 - month + 1 AS turn,
    [count(d0), count(d1), count(d2), count(d3), count(d4), count(d5)] AS reached,
    coalesce(sum((SELECT sum(premium) FROM calls e WHERE e.customer_id = entity AND e.day = d5)), 0) AS cents
FROM s5 JOIN post ON post.agent_id = s5.agent_id AND since <= d0 AND d0 < until
GROUP BY ALL
