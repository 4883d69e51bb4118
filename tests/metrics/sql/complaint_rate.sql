-- Complaints in the period, counted where the agent stood that day, for ten thousand long-term policies in force at the
-- end of the as-of day, counted where their customers are served then.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        10000 * (SELECT count(*) FROM complaint c
        JOIN post p ON p.agent_id = c.agent_id AND p.since <= c.day AND c.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE c.day BETWEEN ask.first AND ask.as_of) AS numerator,
        (SELECT count(*) FROM in_force f JOIN served s USING (customer_id)
        WHERE f.since <= ask.as_of AND ask.as_of < f.until AND s.since <= ask.as_of AND ask.as_of < s.until
            AND starts_with(s.unit_id, ask.org)) AS denominator
    FROM ask
);
