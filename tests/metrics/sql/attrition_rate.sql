-- Terminations in the period over the headcount on the day before it and the onboardings in it.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM movement m JOIN post p ON p.agent_id = m.agent_id
            AND p.since <= m.day AND m.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE m.kind = 'terminate' AND m.day BETWEEN ask.first AND ask.as_of) AS numerator,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.first - 1 AND ask.first - 1 < p.until
            AND starts_with(p.unit_id, ask.org))
        + (SELECT count(*) FROM movement m JOIN post p ON p.agent_id = m.agent_id
            AND p.since <= m.day AND m.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE m.kind = 'onboard' AND m.day BETWEEN ask.first AND ask.as_of) AS denominator
    FROM ask
);
