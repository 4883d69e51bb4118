-- Onboardings in the period, at the unit in which the agent stood at the end of that day.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT count(*) FROM movement m JOIN post p ON p.agent_id = m.agent_id
            AND p.since <= m.day AND m.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE m.kind = 'onboard' AND m.day BETWEEN ask.first AND ask.as_of) AS value
    FROM ask
);
