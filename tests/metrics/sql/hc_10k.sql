-- Agents whose regular premium of the month, net of free-look cancels, is 10,000 yuan or more.
WITH seller AS (
    SELECT n, b.agent_id FROM ask JOIN business b ON b.day BETWEEN ask.first AND ask.as_of AND b.regular
    GROUP BY n, b.agent_id HAVING sum(sign * premium) >= 1000000
)
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT count(*) FROM seller s JOIN post p ON p.agent_id = s.agent_id AND p.since <= ask.as_of
            AND ask.as_of < p.until AND starts_with(p.unit_id, ask.org) WHERE s.n = ask.n) AS value
    FROM ask
);
