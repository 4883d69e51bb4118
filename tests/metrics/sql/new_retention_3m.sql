-- Of the agents who joined three months before each month of the period, those on the staff at its end or today.
WITH ask AS (
    SELECT $org AS org, $as_of::DATE AS as_of,
        CASE $period WHEN 'day' THEN $as_of::DATE WHEN 'mtd' THEN date_trunc('month', $as_of::DATE)
            WHEN 'qtd' THEN date_trunc('quarter', $as_of::DATE) ELSE date_trunc('year', $as_of::DATE) END::DATE AS first
),
month AS (
    SELECT m::DATE AS first, least((m + INTERVAL 1 MONTH)::DATE - 1, ask.as_of) AS seen
    FROM ask, generate_series(date_trunc('month', ask.first), ask.as_of::TIMESTAMP, INTERVAL 1 MONTH) AS g(m)
),
cohort AS (
    SELECT DISTINCT movement.agent_id, month.first, month.seen FROM movement, month
    WHERE movement.kind = 'onboard'
    AND date_trunc('month', movement.day) = date_trunc('month', month.first - INTERVAL 3 MONTH)
),
placed AS (
    SELECT (SELECT m.unit_id FROM movement m WHERE m.agent_id = cohort.agent_id AND m.day <= ask.as_of
            ORDER BY m.day DESC, m.movement_id DESC LIMIT 1) AS unit_id,
        (SELECT m.kind FROM movement m WHERE m.agent_id = cohort.agent_id AND m.day <= cohort.seen
            ORDER BY m.day DESC, m.movement_id DESC LIMIT 1) AS kind
    FROM cohort, ask
),
found AS (
    SELECT count(*) FILTER (kind <> 'terminate') AS numerator, count(*) AS denominator
    FROM placed, ask WHERE starts_with(placed.unit_id, ask.org)
)
SELECT numerator, denominator, numerator / nullif(denominator, 0) AS value FROM found;
