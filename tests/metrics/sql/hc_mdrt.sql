-- Agents whose first-year commission since the year began, net, is the year's share of 180,000 yuan or more:
-- as much of it as working days are over.
WITH seller AS (
    SELECT n, b.agent_id FROM ask JOIN business b ON b.day BETWEEN date_trunc('year', ask.as_of) AND ask.as_of
    GROUP BY n, b.agent_id HAVING sum(sign * commission) > 0
        AND sum(sign * commission) >= 18000000 * (SELECT of_year FROM elapsed e WHERE e.n = ask.n)
)
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT count(*) FROM seller s JOIN post p ON p.agent_id = s.agent_id AND p.since <= ask.as_of
            AND ask.as_of < p.until AND starts_with(p.unit_id, ask.org) WHERE s.n = ask.n) AS value
    FROM ask
);
