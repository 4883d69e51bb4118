-- Regular premium issued in the period less free-look cancels of the period, at the agent's unit of each day.
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
found AS (
    SELECT coalesce(sum(cents), 0) / 100 AS numerator FROM sale, ask WHERE starts_with(sale.unit_id, ask.org)
)
SELECT numerator, NULL AS denominator, numerator AS value FROM found;
