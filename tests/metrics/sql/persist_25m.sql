-- Third premiums due two months before the months of the period, of policies that did not end before and whose
-- second premium had been paid; paid in grace.
WITH paid AS (SELECT due_id, min(day) AS day FROM premium_step WHERE kind = 'paid' GROUP BY due_id),
ended AS (
    SELECT policy_id, min(day) AS day FROM policy_change
    WHERE kind IN ('freelook_cancel', 'transfer_out', 'claim_terminated') GROUP BY policy_id
),
earlier AS (
    SELECT policy_id, min(s.day) AS day FROM premium_due JOIN premium_step s USING (due_id)
    WHERE pay_no = 2 AND kind = 'paid' GROUP BY policy_id
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT coalesce(sum(p.amount) FILTER (paid.day <= least(p.grace_end, ask.as_of)), 0) / 100 AS numerator,
        coalesce(sum(p.amount), 0) / 100 AS denominator
    FROM premium_due p LEFT JOIN paid USING (due_id) LEFT JOIN ended USING (policy_id)
        JOIN earlier ON earlier.policy_id = p.policy_id AND earlier.day <= ask.as_of
    WHERE p.pay_no = 3 AND p.due >= date_trunc('month', ask.first) - INTERVAL 2 MONTH
    AND p.due < date_trunc('month', ask.as_of) - INTERVAL 1 MONTH AND p.announced <= ask.as_of
    AND coalesce(ended.day >= p.due, true) AND starts_with(p.unit_id, ask.org)
);
