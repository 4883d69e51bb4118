-- Agents with a regular-premium policy in the period over the mean of the headcounts before and at the end of it.
WITH ask AS (
    SELECT $org AS org, $as_of::DATE AS as_of,
        CASE $period WHEN 'day' THEN $as_of::DATE WHEN 'mtd' THEN date_trunc('month', $as_of::DATE)
            WHEN 'qtd' THEN date_trunc('quarter', $as_of::DATE) ELSE date_trunc('year', $as_of::DATE) END::DATE AS first
),
sellers AS (
    SELECT DISTINCT policy.agent_id FROM policy JOIN product USING (product_id), ask
    WHERE policy.issued BETWEEN ask.first AND ask.as_of AND product.regular
),
found AS (
    SELECT (
        SELECT count(*) FROM sellers, ask WHERE starts_with((
            SELECT m.unit_id FROM movement m WHERE m.agent_id = sellers.agent_id AND m.day <= ask.as_of
            ORDER BY m.day DESC, m.movement_id DESC LIMIT 1
        ), ask.org)
    ) AS numerator, ((
    SELECT count(*) FROM (SELECT DISTINCT agent_id FROM movement) one, ask, LATERAL (
        SELECT m.unit_id, m.kind FROM movement m WHERE m.agent_id = one.agent_id AND m.day <= ask.first - 1
        ORDER BY m.day DESC, m.movement_id DESC LIMIT 1
    ) last_move WHERE last_move.kind <> 'terminate' AND starts_with(last_move.unit_id, ask.org)
) + (
    SELECT count(*) FROM (SELECT DISTINCT agent_id FROM movement) one, ask, LATERAL (
        SELECT m.unit_id, m.kind FROM movement m WHERE m.agent_id = one.agent_id AND m.day <= ask.as_of
        ORDER BY m.day DESC, m.movement_id DESC LIMIT 1
    ) last_move WHERE last_move.kind <> 'terminate' AND starts_with(last_move.unit_id, ask.org)
)) / 2 AS denominator
)
SELECT numerator, denominator, numerator / nullif(denominator, 0) AS value FROM found;
