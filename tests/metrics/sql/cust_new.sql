-- Customers whose first policy ever was issued in the period, at the unit, on the as-of day, of the agent who issued
-- it (of several on that day the one with the highest id).
WITH first_day AS (SELECT customer_id, min(issued) AS day FROM policy GROUP BY customer_id),
newcomer AS (
    SELECT customer_id, f.day, max(o.agent_id) AS agent_id FROM policy o JOIN first_day f USING (customer_id)
    WHERE o.issued = f.day GROUP BY customer_id, f.day
)
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT count(*) FROM newcomer c JOIN post p ON p.agent_id = c.agent_id AND p.since <= ask.as_of
            AND ask.as_of < p.until AND starts_with(p.unit_id, ask.org)
        WHERE c.day BETWEEN ask.first AND ask.as_of) AS value
    FROM ask
);
