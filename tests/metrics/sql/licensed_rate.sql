-- Agents on the staff with a licence registered on or before the day, over all on the staff.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org) AND EXISTS (
                FROM career c
                WHERE c.agent_id = p.agent_id AND c.kind = 'licensed' AND c.day <= ask.as_of)) AS numerator,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org)) AS denominator
    FROM ask
);
