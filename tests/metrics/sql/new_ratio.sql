-- Agents on the staff for at most twelve whole months, over all on the staff:
-- the thirteenth month since the last onboarding is not full yet.
-- A month is full on the day of the same number, on the month's last day where it has none.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org) AND ask.as_of < INTERVAL 13 MONTH + (SELECT max(m.day) FROM movement m
                WHERE m.agent_id = p.agent_id AND m.kind = 'onboard' AND m.day <= ask.as_of)) AS numerator,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org)) AS denominator
    FROM ask
);
