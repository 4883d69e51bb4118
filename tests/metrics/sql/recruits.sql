-- Onboardings in the period, at the unit in which the agent stood at the end of that day.
WITH ask AS (
    SELECT $org AS org, $as_of::DATE AS as_of,
        CASE $period WHEN 'day' THEN $as_of::DATE WHEN 'mtd' THEN date_trunc('month', $as_of::DATE)
            WHEN 'qtd' THEN date_trunc('quarter', $as_of::DATE) ELSE date_trunc('year', $as_of::DATE) END::DATE AS first
),
found AS (
    SELECT count(*) AS numerator FROM movement joined, ask
    WHERE joined.kind = 'onboard' AND joined.day BETWEEN ask.first AND ask.as_of
    AND starts_with((
        SELECT m.unit_id FROM movement m WHERE m.agent_id = joined.agent_id AND m.day = joined.day
        ORDER BY m.movement_id DESC LIMIT 1
    ), ask.org)
)
SELECT numerator, NULL AS denominator, numerator AS value FROM found;
