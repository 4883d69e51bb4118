-- Of the agent-days due at the office in the period, those on which the agent came.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM attendance f JOIN post p ON p.agent_id = f.agent_id
            AND p.since <= f.day AND f.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE f.present AND f.day BETWEEN ask.first AND ask.as_of) AS numerator,
        (SELECT count(*) FROM attendance f JOIN post p ON p.agent_id = f.agent_id
            AND p.since <= f.day AND f.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE f.day BETWEEN ask.first AND ask.as_of) AS denominator
    FROM ask
);
