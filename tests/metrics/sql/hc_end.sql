-- Agents whose last movement up to the day is no termination, in the org.
WITH ask AS (
    SELECT $org AS org, $as_of::DATE AS as_of,
        CASE $period WHEN 'day' THEN $as_of::DATE WHEN 'mtd' THEN date_trunc('month', $as_of::DATE)
            WHEN 'qtd' THEN date_trunc('quarter', $as_of::DATE) ELSE date_trunc('year', $as_of::DATE) END::DATE AS first
),
found AS (SELECT (
    SELECT count(*) FROM (SELECT DISTINCT agent_id FROM movement) one, ask, LATERAL (
        SELECT m.unit_id, m.kind FROM movement m WHERE m.agent_id = one.agent_id AND m.day <= ask.as_of
        ORDER BY m.day DESC, m.movement_id DESC LIMIT 1
    ) last_move WHERE last_move.kind <> 'terminate' AND starts_with(last_move.unit_id, ask.org)
) AS numerator)
SELECT numerator, NULL AS denominator, numerator AS value FROM found;
