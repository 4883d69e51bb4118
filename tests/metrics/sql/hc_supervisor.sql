-- Agents on the staff whose rank after their last career step is above `agent`.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org) AND 'agent' <> (
                SELECT arg_max(c.rank, (c.day, c.career_id)) FROM career c
                WHERE c.agent_id = p.agent_id AND c.day <= ask.as_of)) AS value
    FROM ask
);
