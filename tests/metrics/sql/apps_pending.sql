-- Applications with a notice that nothing came after at the end of the day (an answer, a withdrawal, a decline, an
-- issue), at the agent's unit of that day.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT count(DISTINCT a.application_id) FROM application a JOIN post p ON p.agent_id = a.agent_id
            AND p.since <= ask.as_of AND ask.as_of < p.until AND starts_with(p.unit_id, ask.org)
        JOIN application_step s ON s.application_id = a.application_id AND s.kind = 'notice' AND s.day <= ask.as_of
        WHERE NOT EXISTS (FROM application_step c WHERE c.application_id = a.application_id AND c.day <= ask.as_of
            AND c.kind IN ('answered', 'withdrawn', 'declined', 'issued') AND (c.at, c.step_id) > (s.at, s.step_id))
        ) AS value
    FROM ask
);
