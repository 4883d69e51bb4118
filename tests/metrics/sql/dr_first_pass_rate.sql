-- Of the recordings made in the period those that passed the first check, counted where the agent stood that day.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM recording r
        JOIN post p ON p.agent_id = r.agent_id AND p.since <= r.day AND r.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE r.day BETWEEN ask.first AND ask.as_of AND r.passed) AS numerator,
        (SELECT count(*) FROM recording r
        JOIN post p ON p.agent_id = r.agent_id AND p.since <= r.day AND r.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE r.day BETWEEN ask.first AND ask.as_of) AS denominator
    FROM ask
);
