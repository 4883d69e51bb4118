-- Applications of the period made on a mobile device, over all of them.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FILTER (a.channel = 'mobile') FROM application a JOIN post p ON p.agent_id = a.agent_id
            AND p.since <= a.day AND a.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE a.day BETWEEN ask.first AND ask.as_of) AS numerator,
        (SELECT count(*) FROM application a JOIN post p ON p.agent_id = a.agent_id
            AND p.since <= a.day AND a.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE a.day BETWEEN ask.first AND ask.as_of) AS denominator
    FROM ask
);
