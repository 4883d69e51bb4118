-- Customers by the month of their first review task in it, and every later stage inside 85 days, whatever the order.
WITH s0 AS (
    SELECT customer_id AS entity, date_trunc('month', day)::DATE AS month, min(day) AS d0,
        arg_min(agent_id, day::VARCHAR || lpad(agent_id::VARCHAR, 9, '0')) AS agent_id
    FROM review_step WHERE kind = 'assigned' AND day <= $as_of
        AND day >= date_trunc('month', $as_of::DATE) - INTERVAL 12 MONTH
    GROUP BY ALL
), event AS (
    SELECT customer_id, day, 1 AS stage FROM review_step WHERE kind = 'appointed'
    UNION ALL SELECT customer_id, day, 1 FROM wecom
    UNION ALL SELECT customer_id, day, 2 FROM review_step WHERE kind = 'done'
    UNION ALL SELECT customer_id, day, 3 FROM review_step WHERE kind = 'gap_found'
    UNION ALL SELECT customer_id, day, 4 FROM customer_day WHERE proposals > 0
    UNION ALL SELECT customer_id, day, 5 FROM application
    UNION ALL SELECT customer_id, issued, 6 FROM policy
), met AS (
    SELECT s0.*, (SELECT list_distinct(list(stage)) FROM event e WHERE e.customer_id = entity
        AND e.day <= $as_of AND e.day BETWEEN d0 AND d0 + 85) AS own,
        (SELECT min(issued) FROM policy p WHERE p.customer_id = entity
            AND issued <= $as_of AND issued BETWEEN d0 AND d0 + 85) AS sold
    FROM s0
), worth AS (
    SELECT *, list_append(coalesce(own, []), 0) AS there,
        coalesce((SELECT sum(premium) FROM policy p WHERE p.customer_id = entity AND issued = sold), 0) AS premium FROM met
)
SELECT month, unit_id, coalesce((SELECT segment FROM customer c WHERE c.customer_id = entity AND c.since <= d0), 'none')
        AS segment,
    d0 + 85 <= $as_of AS closed,
    d0 - month + 1 AS turn,
    [count(*),
        count_if(list_contains(there, 1)),
        count_if(list_contains(there, 2)),
        count_if(list_contains(there, 3)),
        count_if(list_contains(there, 4)),
        count_if(list_contains(there, 5)),
        count_if(list_contains(there, 6))] AS reached,
    sum(premium) AS cents,
    [count(*),
        count_if(list_has_all(there, [0, 1])),
        count_if(list_has_all(there, [1, 2])),
        count_if(list_has_all(there, [2, 3])),
        count_if(list_has_all(there, [3, 4])),
        count_if(list_has_all(there, [4, 5])),
        count_if(list_has_all(there, [5, 6]))] AS stepped,
    [sum(IF(list_contains(there, 0), premium, 0)),
        sum(IF(list_contains(there, 1), premium, 0)),
        sum(IF(list_contains(there, 2), premium, 0)),
        sum(IF(list_contains(there, 3), premium, 0)),
        sum(IF(list_contains(there, 4), premium, 0)),
        sum(IF(list_contains(there, 5), premium, 0)),
        sum(IF(list_contains(there, 6), premium, 0))] AS ends
FROM worth JOIN post ON post.agent_id = worth.agent_id AND since <= d0 AND d0 < until
GROUP BY ALL
