-- Courses of the period completed and passed over all that were due.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM training f JOIN post p ON p.agent_id = f.agent_id
            AND p.since <= f.day AND f.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE f.passed AND f.day BETWEEN ask.first AND ask.as_of) AS numerator,
        (SELECT count(*) FROM training f JOIN post p ON p.agent_id = f.agent_id
            AND p.since <= f.day AND f.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE f.day BETWEEN ask.first AND ask.as_of) AS denominator
    FROM ask
);
