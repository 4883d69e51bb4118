-- Agents who issued any policy in the period, at their unit of the as-of day.
WITH ask AS (
    SELECT $org AS org, $as_of::DATE AS as_of,
        CASE $period WHEN 'day' THEN $as_of::DATE WHEN 'mtd' THEN date_trunc('month', $as_of::DATE)
            WHEN 'qtd' THEN date_trunc('quarter', $as_of::DATE) ELSE date_trunc('year', $as_of::DATE) END::DATE AS first
),
sellers AS (
    SELECT DISTINCT policy.agent_id FROM policy JOIN product USING (product_id), ask
    WHERE policy.issued BETWEEN ask.first AND ask.as_of AND true
),
found AS (
    SELECT count(*) AS numerator FROM sellers, ask
    WHERE starts_with((
        SELECT m.unit_id FROM movement m WHERE m.agent_id = sellers.agent_id AND m.day <= ask.as_of
        ORDER BY m.day DESC, m.movement_id DESC LIMIT 1
    ), ask.org)
)
SELECT numerator, NULL AS denominator, numerator AS value FROM found;
