-- Agents on the staff with a college or university education over all on the staff; an unknown education is none.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org) AND EXISTS (
                FROM agent a WHERE a.agent_id = p.agent_id AND a.education IN ('college', 'university'))) AS numerator,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org)) AS denominator
    FROM ask
);
