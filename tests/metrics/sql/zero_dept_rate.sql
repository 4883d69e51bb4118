-- Departments whose net regular premium of the period is not above zero, over all departments.
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
dept AS (
    SELECT d.org_id, (SELECT coalesce(sum(cents), 0) FROM sale WHERE starts_with(sale.unit_id, d.org_id)) AS cents
    FROM org d, ask WHERE d.level = 'department' AND starts_with(d.org_id, ask.org)
),
found AS (SELECT count(*) FILTER (cents <= 0) AS numerator, count(*) AS denominator FROM dept)
SELECT numerator, denominator, numerator / nullif(denominator, 0) AS value FROM found;
