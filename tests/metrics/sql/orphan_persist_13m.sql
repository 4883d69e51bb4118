-- Second premiums due two months before the months of the period, of policies that did not end before, whose
-- customer was an orphan on the due day; paid in grace.
WITH paid AS (SELECT due_id, min(day) AS day FROM premium_step WHERE kind = 'paid' GROUP BY due_id),
ended AS (
    SELECT policy_id, min(day) AS day FROM policy_change
    WHERE kind IN ('freelook_cancel', 'transfer_out', 'claim_terminated') GROUP BY policy_id
),
orphan AS (
    SELECT p.due_id FROM premium_due p JOIN served v ON v.customer_id = p.customer_id
    WHERE v.agent_id IS NULL AND v.since <= p.due AND p.due < v.until
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT coalesce(sum(p.amount) FILTER (paid.day <= least(p.grace_end, ask.as_of)), 0) / 100 AS numerator,
        coalesce(sum(p.amount), 0) / 100 AS denominator
    FROM premium_due p LEFT JOIN paid USING (due_id) LEFT JOIN ended USING (policy_id) JOIN orphan USING (due_id)
    WHERE p.pay_no = 2 AND p.due >= date_trunc('month', ask.first) - INTERVAL 2 MONTH
    AND p.due < date_trunc('month', ask.as_of) - INTERVAL 1 MONTH AND p.announced <= ask.as_of
    AND coalesce(ended.day >= p.due, true) AND starts_with(p.unit_id, ask.org)
);
