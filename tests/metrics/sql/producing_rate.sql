-- Agents who issued any policy in the period, at their unit of the as-of day,
-- over the mean of the headcounts before and at the end of it.
WITH seller AS (
    SELECT n, b.agent_id FROM ask JOIN business b ON b.day BETWEEN ask.first AND ask.as_of AND b.sign = 1
    GROUP BY n, b.agent_id
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM seller s JOIN post p ON p.agent_id = s.agent_id AND p.since <= ask.as_of
            AND ask.as_of < p.until AND starts_with(p.unit_id, ask.org) WHERE s.n = ask.n) AS numerator,
        (SELECT (before + closing) / 2 FROM staff WHERE staff.n = ask.n) AS denominator
    FROM ask
);
