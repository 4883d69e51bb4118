-- Agents with a visit in the period (raw events, agent-days before them) over the mean headcount.
WITH ask AS (
    SELECT $org AS org, $as_of::DATE AS as_of,
        CASE $period WHEN 'day' THEN $as_of::DATE WHEN 'mtd' THEN date_trunc('month', $as_of::DATE)
            WHEN 'qtd' THEN date_trunc('quarter', $as_of::DATE) ELSE date_trunc('year', $as_of::DATE) END::DATE AS first
),
raw_from AS (SELECT coalesce(min(day), DATE '9999-01-01') AS day FROM event),
visitors AS (
    SELECT agent_id FROM event, ask WHERE kind = 'visit' AND event.day BETWEEN ask.first AND ask.as_of
    UNION
    SELECT agent_id FROM agent_day, ask, raw_from
    WHERE visits > 0 AND agent_day.day BETWEEN ask.first AND ask.as_of AND agent_day.day < raw_from.day
),
found AS (
    SELECT (
        SELECT count(*) FROM visitors, ask WHERE starts_with((
            SELECT m.unit_id FROM movement m WHERE m.agent_id = visitors.agent_id AND m.day <= ask.as_of
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
