-- Visits in the period, each counted where the agent stood that day.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT coalesce(sum(d.visits), 0) FROM agent_day d
        JOIN post p ON p.agent_id = d.agent_id AND p.since <= d.day AND d.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE d.day BETWEEN ask.first AND ask.as_of) AS value
    FROM ask
);
