-- Second premiums whose grace ended in the period, and of them what was paid by then. Policies that were cancelled,
-- transferred out or ended by a claim before the due day owe nothing.
WITH paid AS (SELECT due_id, min(day) AS day FROM premium_step WHERE kind = 'paid' GROUP BY due_id),
ended AS (
    SELECT policy_id, min(day) AS day FROM policy_change
    WHERE kind IN ('freelook_cancel', 'transfer_out', 'claim_terminated') GROUP BY policy_id
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT coalesce(sum(p.amount) FILTER (paid.day <= p.grace_end), 0) / 100 AS numerator,
        coalesce(sum(p.amount), 0) / 100 AS denominator
    FROM premium_due p LEFT JOIN paid USING (due_id) LEFT JOIN ended USING (policy_id)
    WHERE p.pay_no = 2 AND p.grace_end BETWEEN ask.first AND ask.as_of AND coalesce(ended.day >= p.due, true)
    AND starts_with(p.unit_id, ask.org)
);
