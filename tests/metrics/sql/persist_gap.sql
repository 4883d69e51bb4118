-- 13-month persistency less the plan's: the mean of its months so far, none where one is missing.
WITH paid AS (SELECT due_id, min(day) AS day FROM premium_step WHERE kind = 'paid' GROUP BY due_id),
ended AS (
    SELECT policy_id, min(day) AS day FROM policy_change
    WHERE kind IN ('freelook_cancel', 'transfer_out', 'claim_terminated') GROUP BY policy_id
)
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n, kept / nullif(base, 0) - plan AS value FROM ask, LATERAL (
        SELECT coalesce(sum(p.amount) FILTER (paid.day <= least(p.grace_end, ask.as_of)), 0) AS kept,
            sum(p.amount) AS base
        FROM premium_due p LEFT JOIN paid USING (due_id) LEFT JOIN ended USING (policy_id)
        WHERE p.pay_no = 2 AND p.due >= date_trunc('month', ask.first) - INTERVAL 2 MONTH
        AND p.due < date_trunc('month', ask.as_of) - INTERVAL 1 MONTH AND p.announced <= ask.as_of
        AND coalesce(ended.day >= p.due, true) AND starts_with(p.unit_id, ask.org)
    ), LATERAL (
        SELECT CASE WHEN count(*) = date_diff('month', ask.first, ask.as_of) + 1 THEN avg(t.value) END AS plan
        FROM target t WHERE t.org_id = ask.org AND t.measure = 'tgt_p13' AND t.month BETWEEN ask.first AND ask.as_of
    )
);
