-- Premium due and not paid, its grace not over, its policy not ended for good.
WITH paid AS (SELECT due_id, min(day) AS day FROM premium_step WHERE kind = 'paid' GROUP BY due_id),
gone AS (
    SELECT policy_id, min(day) AS day FROM policy_change
    WHERE kind IN ('freelook_cancel', 'surrender', 'transfer_out', 'claim_terminated', 'matured') GROUP BY policy_id
)
SELECT n, value AS numerator, NULL AS denominator, value FROM ask, LATERAL (
    SELECT coalesce(sum(p.amount), 0) / 100 AS value
    FROM premium_due p LEFT JOIN paid USING (due_id) LEFT JOIN gone USING (policy_id)
    WHERE p.due <= ask.as_of AND ask.as_of <= p.grace_end
    AND coalesce(paid.day > ask.as_of, true) AND coalesce(gone.day > ask.as_of, true)
    AND starts_with(p.unit_id, ask.org)
);
