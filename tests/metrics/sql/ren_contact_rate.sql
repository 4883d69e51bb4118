-- Items due in the months of the period (announced by the day) that were contacted by their month's end.
WITH ask AS (
    SELECT $org AS org, $as_of::DATE AS as_of,
        CASE $period WHEN 'day' THEN $as_of::DATE WHEN 'mtd' THEN date_trunc('month', $as_of::DATE)
            WHEN 'qtd' THEN date_trunc('quarter', $as_of::DATE) ELSE date_trunc('year', $as_of::DATE) END::DATE AS first
),
item AS (
    SELECT p.due_id, least(last_day(p.due), ask.as_of) AS until FROM premium_due p, ask
    WHERE p.due >= date_trunc('month', ask.first) AND p.due <= last_day(ask.as_of) AND p.announced <= ask.as_of
    AND starts_with(p.unit_id, ask.org)
),
found AS (
    SELECT count(*) AS denominator, count(*) FILTER (EXISTS (
        SELECT 1 FROM premium_step s WHERE s.due_id = item.due_id AND s.kind = 'contacted' AND s.day <= item.until
    )) AS numerator FROM item
)
SELECT numerator, denominator, numerator / nullif(denominator, 0) AS value FROM found;
