-- Second premiums due two months before the months of the period, of policies that did not end before; paid in grace.
WITH ask AS (
    SELECT $org AS org, $as_of::DATE AS as_of,
        CASE $period WHEN 'day' THEN $as_of::DATE WHEN 'mtd' THEN date_trunc('month', $as_of::DATE)
            WHEN 'qtd' THEN date_trunc('quarter', $as_of::DATE) ELSE date_trunc('year', $as_of::DATE) END::DATE AS first
),
item AS (
    SELECT p.due_id, p.amount, least(p.grace_end, ask.as_of) AS until FROM premium_due p, ask
    WHERE p.pay_no = 2 AND p.announced <= ask.as_of AND starts_with(p.unit_id, ask.org)
    AND p.due >= date_trunc('month', ask.first) - INTERVAL 2 MONTH
    AND p.due < date_trunc('month', ask.as_of) - INTERVAL 1 MONTH
    AND NOT EXISTS (
        SELECT 1 FROM policy_change c WHERE c.policy_id = p.policy_id AND c.day < p.due
        AND c.kind IN ('freelook_cancel', 'transfer_out', 'claim_terminated')
    )
),
found AS (
    SELECT coalesce(sum(amount), 0) / 100 AS denominator, coalesce(sum(amount) FILTER (EXISTS (
        SELECT 1 FROM premium_step s WHERE s.due_id = item.due_id AND s.kind = 'paid' AND s.day <= item.until
    )), 0) / 100 AS numerator FROM item
)
SELECT numerator, denominator, numerator / nullif(denominator, 0) AS value FROM found;
