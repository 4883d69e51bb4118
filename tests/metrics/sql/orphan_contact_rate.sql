-- Customers whom nobody serves at the end of the day, at the unit of the last who did; and of them those who were
-- visited in the period.
WITH visited AS (
    SELECT DISTINCT n, customer_id FROM ask JOIN customer_day c ON c.day BETWEEN ask.first AND ask.as_of
    WHERE c.visits > 0
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT count(*) FILTER (visited.n IS NOT NULL) AS numerator, count(*) AS denominator
    FROM served v LEFT JOIN visited ON visited.n = ask.n AND visited.customer_id = v.customer_id
    WHERE v.agent_id IS NULL AND v.since <= ask.as_of AND ask.as_of < v.until AND starts_with(v.unit_id, ask.org)
);
