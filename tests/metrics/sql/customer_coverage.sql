-- Customers whom anybody visited in the period, over all those whom an agent serves on the as-of day; each is counted
-- where they are served on that day, orphans not at all.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(DISTINCT c.customer_id) FROM customer_day c JOIN served s USING (customer_id)
        WHERE c.visits > 0 AND c.day BETWEEN ask.first AND ask.as_of
            AND s.agent_id IS NOT NULL AND s.since <= ask.as_of AND ask.as_of < s.until
            AND starts_with(s.unit_id, ask.org)) AS numerator,
        (SELECT count(*) FROM served s WHERE s.agent_id IS NOT NULL AND s.since <= ask.as_of AND ask.as_of < s.until
            AND starts_with(s.unit_id, ask.org)) AS denominator
    FROM ask
);
