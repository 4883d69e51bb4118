-- Of the supervisors (on the staff, above the rank of agent, on the as-of day) those who coached four times or more in
-- the period.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org) AND 'agent' <> (
                SELECT arg_max(c.rank, (c.day, c.career_id)) FROM career c
                WHERE c.agent_id = p.agent_id AND c.day <= ask.as_of)
            AND 4 <= (SELECT sum(d.coachings) FROM agent_day d
                WHERE d.agent_id = p.agent_id AND d.day BETWEEN ask.first AND ask.as_of)) AS numerator,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org) AND 'agent' <> (
                SELECT arg_max(c.rank, (c.day, c.career_id)) FROM career c
                WHERE c.agent_id = p.agent_id AND c.day <= ask.as_of)) AS denominator
    FROM ask
);
