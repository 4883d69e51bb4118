-- Agents on the staff for more than three whole months who issued nothing in this month and the two before, over all
-- agents on the staff.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org)
            AND ask.as_of >= INTERVAL 4 MONTH + (SELECT max(m.day) FROM movement m
                WHERE m.agent_id = p.agent_id AND m.kind = 'onboard' AND m.day <= ask.as_of)
            AND NOT EXISTS (FROM policy o WHERE o.agent_id = p.agent_id AND o.issued <= ask.as_of
                AND o.issued >= date_trunc('month', ask.as_of) - INTERVAL 2 MONTH)) AS numerator,
        (SELECT closing FROM staff WHERE staff.n = ask.n) AS denominator
    FROM ask
);
