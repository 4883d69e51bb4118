-- Of the agents who joined thirteen months before each month of the period, those on the staff at its end or today.
WITH cohort AS (
    SELECT ask.n, ask.org, ask.as_of, m.agent_id, min(m.day) AS joined,
        least(month::DATE + INTERVAL 1 MONTH - INTERVAL 1 DAY, ask.as_of)::DATE AS seen
    FROM ask, movement m,
        generate_series(date_trunc('month', ask.first), ask.as_of::TIMESTAMP, INTERVAL 1 MONTH) AS months(month)
    WHERE m.kind = 'onboard' AND date_trunc('month', m.day) = month - INTERVAL 13 MONTH
    GROUP BY ask.n, ask.org, ask.as_of, m.agent_id, month
),
here AS (
    SELECT cohort.*, EXISTS (FROM post stay WHERE stay.agent_id = cohort.agent_id AND stay.staffed
            AND stay.since <= cohort.seen AND cohort.seen < stay.until) AS stayed
    FROM cohort JOIN post p ON p.agent_id = cohort.agent_id AND p.since <= cohort.as_of AND cohort.as_of < p.until
        AND starts_with(p.unit_id, cohort.org)
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n, (SELECT count(*) FROM here WHERE here.n = ask.n AND here.stayed) AS numerator,
        (SELECT count(*) FROM here WHERE here.n = ask.n) AS denominator
    FROM ask
);
