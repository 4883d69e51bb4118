-- Agents on the staff who are no supervisors over those who are.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org))
        - (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org) AND 'agent' <> (
                SELECT arg_max(c.rank, (c.day, c.career_id)) FROM career c
                WHERE c.agent_id = p.agent_id AND c.day <= ask.as_of)) AS numerator,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org) AND 'agent' <> (
                SELECT arg_max(c.rank, (c.day, c.career_id)) FROM career c
                WHERE c.agent_id = p.agent_id AND c.day <= ask.as_of)) AS denominator
    FROM ask
);
