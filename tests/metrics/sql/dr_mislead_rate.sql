-- Recordings of the period with a hit on a misleading-sales rule, over all of them; counted where the agent stood that day.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM recording r
        JOIN post p ON p.agent_id = r.agent_id AND p.since <= r.day AND r.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE r.day BETWEEN ask.first AND ask.as_of AND r.mislead) AS numerator,
        (SELECT count(*) FROM recording r
        JOIN post p ON p.agent_id = r.agent_id AND p.since <= r.day AND r.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE r.day BETWEEN ask.first AND ask.as_of) AS denominator
    FROM ask
);
