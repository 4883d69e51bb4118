-- Acts in the period at the agent's unit of that day: raw events, agent-days before them.
WITH ask AS (
    SELECT $org AS org, $as_of::DATE AS as_of,
        CASE $period WHEN 'day' THEN $as_of::DATE WHEN 'mtd' THEN date_trunc('month', $as_of::DATE)
            WHEN 'qtd' THEN date_trunc('quarter', $as_of::DATE) ELSE date_trunc('year', $as_of::DATE) END::DATE AS first
),
raw_from AS (SELECT coalesce(min(day), DATE '9999-01-01') AS day FROM event),
acts AS (
    SELECT agent_id, day, 1 AS n FROM event WHERE kind = 'visit'
    UNION ALL
    SELECT agent_id, agent_day.day, visits FROM agent_day, raw_from WHERE agent_day.day < raw_from.day
),
stay AS (
    SELECT agent_id, unit_id, day AS since,
        coalesce(lead(day) OVER (PARTITION BY agent_id ORDER BY day, movement_id), DATE '9999-12-31') AS until
    FROM movement
),
found AS (
    SELECT coalesce(sum(acts.n), 0) AS numerator FROM acts, stay, ask
    WHERE acts.day BETWEEN ask.first AND ask.as_of AND stay.agent_id = acts.agent_id
    AND acts.day >= stay.since AND acts.day < stay.until AND starts_with(stay.unit_id, ask.org)
)
SELECT numerator, NULL AS denominator, numerator AS value FROM found;
