-- Applications of the period that are withdrawn by the as-of day without having been issued before, over all of them.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM application a JOIN post p ON p.agent_id = a.agent_id
            AND p.since <= a.day AND a.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE a.day BETWEEN ask.first AND ask.as_of
            AND EXISTS (FROM application_step s WHERE s.application_id = a.application_id AND s.kind = 'withdrawn'
                AND s.day <= ask.as_of
                AND NOT EXISTS (FROM application_step i WHERE i.application_id = a.application_id AND i.kind = 'issued'
                    AND (i.at, i.step_id) < (s.at, s.step_id)))) AS numerator,
        (SELECT count(*) FROM application a JOIN post p ON p.agent_id = a.agent_id
            AND p.since <= a.day AND a.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE a.day BETWEEN ask.first AND ask.as_of) AS denominator
    FROM ask
);
