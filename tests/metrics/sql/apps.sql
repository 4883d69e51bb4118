-- Applications of the period, at the agent's unit of each day.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT count(*) FROM application a JOIN post p ON p.agent_id = a.agent_id
            AND p.since <= a.day AND a.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE a.day BETWEEN ask.first AND ask.as_of) AS value
    FROM ask
);
