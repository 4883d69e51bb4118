-- Long-term policies reinstated in the period at the unit that served the customer then; over them and those that
-- are still lapsed: neither reinstated nor ended for good, the last lapse at most 24 months ago.
WITH gone AS (
    SELECT policy_id, min(day) AS day FROM policy_change
    WHERE kind IN ('freelook_cancel', 'surrender', 'transfer_out', 'claim_terminated', 'matured') GROUP BY policy_id
),
lapsed AS (
    SELECT policy_id, customer_id, since, least(next, since + INTERVAL 24 MONTH, gone.day) AS until FROM (
        SELECT policy_id, c.kind, c.day AS since,
            lead(c.day) OVER (PARTITION BY policy_id ORDER BY c.day, change_id) AS next
        FROM policy_change c WHERE c.kind IN ('lapse', 'reinstate')
    ) JOIN policy USING (policy_id) JOIN product USING (product_id) LEFT JOIN gone USING (policy_id)
    WHERE kind = 'lapse' AND term_years > 1
)
SELECT n, back AS numerator, back + still AS denominator, back / nullif(back + still, 0) AS value FROM ask, LATERAL (
    SELECT count(*) AS back FROM policy_change c JOIN policy o USING (policy_id) JOIN product USING (product_id)
    JOIN served v ON v.customer_id = o.customer_id AND v.since <= c.day AND c.day < v.until
    WHERE term_years > 1 AND c.kind = 'reinstate' AND c.day BETWEEN ask.first AND ask.as_of
    AND starts_with(v.unit_id, ask.org)
), LATERAL (
    SELECT count(*) AS still FROM lapsed l JOIN served v ON v.customer_id = l.customer_id
    WHERE l.since <= ask.as_of AND ask.as_of < l.until AND v.since <= ask.as_of AND ask.as_of < v.until
    AND starts_with(v.unit_id, ask.org)
);
