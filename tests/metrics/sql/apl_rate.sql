-- Items whose grace ended in the period, and of them those whose policy took an automatic loan on that day or in
-- the ten days after. Policies that were cancelled, transferred out or ended by a claim before the due day owe
-- nothing.
WITH ended AS (
    SELECT policy_id, min(day) AS day FROM policy_change
    WHERE kind IN ('freelook_cancel', 'transfer_out', 'claim_terminated') GROUP BY policy_id
),
change AS (
    SELECT due_id, min(c.day) AS day FROM premium_due p JOIN policy_change c USING (policy_id)
    WHERE c.kind = 'apl' AND c.day BETWEEN p.grace_end AND p.grace_end + 10 GROUP BY due_id
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT count(*) FILTER (change.day <= ask.as_of) AS numerator, count(*) AS denominator
    FROM premium_due p LEFT JOIN change USING (due_id) LEFT JOIN ended USING (policy_id)
    WHERE p.grace_end BETWEEN ask.first AND ask.as_of AND coalesce(ended.day >= p.due, true)
    AND starts_with(p.unit_id, ask.org)
);
