-- Whole months since their last onboarding of all on the staff, over the headcount.
-- A month is full on the day of the same number, on the month's last day where it has none.
WITH staff AS (
    SELECT ask.n, ask.as_of, p.agent_id, (
        SELECT max(m.day) FROM movement m WHERE m.agent_id = p.agent_id AND m.kind = 'onboard' AND m.day <= ask.as_of
    ) AS joined
    FROM ask JOIN post p ON p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
        AND starts_with(p.unit_id, ask.org)
),
full_month AS (
    SELECT staff.n FROM staff, generate_series(1, 240) AS months(k)
    WHERE staff.joined + to_months(k::INTEGER) <= staff.as_of
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n, (SELECT count(*) FROM full_month f WHERE f.n = ask.n) AS numerator,
        (SELECT count(*) FROM staff s WHERE s.n = ask.n) AS denominator
    FROM ask
);
