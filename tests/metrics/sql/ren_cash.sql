-- Renewal premium received in the period, whatever its due month, at the serving unit.
WITH ask AS (
    SELECT $org AS org, $as_of::DATE AS as_of,
        CASE $period WHEN 'day' THEN $as_of::DATE WHEN 'mtd' THEN date_trunc('month', $as_of::DATE)
            WHEN 'qtd' THEN date_trunc('quarter', $as_of::DATE) ELSE date_trunc('year', $as_of::DATE) END::DATE AS first
),
found AS (
    SELECT coalesce(sum(s.amount), 0) / 100 AS numerator FROM premium_step s JOIN premium_due p USING (due_id), ask
    WHERE s.kind = 'paid' AND s.day BETWEEN ask.first AND ask.as_of AND starts_with(p.unit_id, ask.org)
)
SELECT numerator, NULL AS denominator, numerator AS value FROM found;
