-- Of the agents on the staff for at most twelve whole months, those who issued any policy in the period.
WITH fresh AS (
    SELECT n, p.agent_id, p.unit_id FROM ask JOIN post p ON p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
        AND starts_with(p.unit_id, ask.org)
    WHERE ask.as_of < INTERVAL 13 MONTH + (SELECT max(m.day) FROM movement m
        WHERE m.agent_id = p.agent_id AND m.kind = 'onboard' AND m.day <= ask.as_of)
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(DISTINCT f.agent_id) FROM fresh f JOIN policy o ON o.agent_id = f.agent_id
            AND o.issued BETWEEN ask.first AND ask.as_of WHERE f.n = ask.n) AS numerator,
        (SELECT count(*) FROM fresh f WHERE f.n = ask.n) AS denominator
    FROM ask
);
