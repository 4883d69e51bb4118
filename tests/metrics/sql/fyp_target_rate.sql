-- Net regular premium of the period over the plan of the whole period; no rate where a month of the plan is missing.
WITH ask AS (
    SELECT $org AS org, $as_of::DATE AS as_of,
        CASE $period WHEN 'day' THEN $as_of::DATE WHEN 'mtd' THEN date_trunc('month', $as_of::DATE)
            WHEN 'qtd' THEN date_trunc('quarter', $as_of::DATE) ELSE date_trunc('year', $as_of::DATE) END::DATE AS first
),
stay AS (
    SELECT agent_id, unit_id, day AS since,
        coalesce(lead(day) OVER (PARTITION BY agent_id ORDER BY day, movement_id), DATE '9999-12-31') AS until
    FROM movement
),
booked AS (
    SELECT agent_id, issued AS day, 1 AS n, CASE WHEN regular THEN premium ELSE 0 END AS cents
    FROM policy JOIN product USING (product_id)
    UNION ALL
    SELECT agent_id, c.day, -1, CASE WHEN regular THEN -premium ELSE 0 END
    FROM policy_change c JOIN policy USING (policy_id) JOIN product USING (product_id)
    WHERE c.kind = 'freelook_cancel' AND c.day >= policy.issued
),
sale AS (
    SELECT stay.unit_id, booked.n, booked.cents FROM booked, stay, ask
    WHERE booked.day BETWEEN ask.first AND ask.as_of AND stay.agent_id = booked.agent_id
    AND booked.day >= stay.since AND booked.day < stay.until
),
plan AS (
    SELECT sum(t.value) / 100 AS yuan, count(*) AS months FROM target t, ask
    WHERE t.org_id = ask.org AND t.measure = 'tgt_fyp_regular' AND t.month >= ask.first
    AND t.month < CASE $period WHEN 'mtd' THEN ask.first + INTERVAL 1 MONTH
        WHEN 'qtd' THEN ask.first + INTERVAL 3 MONTH ELSE ask.first + INTERVAL 12 MONTH END
),
found AS (
    SELECT (SELECT coalesce(sum(cents), 0) / 100 FROM sale, ask WHERE starts_with(sale.unit_id, ask.org)) AS numerator,
        (SELECT CASE WHEN months = CASE $period WHEN 'mtd' THEN 1 WHEN 'qtd' THEN 3 ELSE 12 END THEN yuan END
            FROM plan) AS denominator
)
SELECT numerator, denominator, numerator / nullif(denominator, 0) AS value FROM found;
