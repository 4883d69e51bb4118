-- Benefits of long-term policies paid at the end of the term in the period, at the unit that served the customer then;
-- and the first premium of policies issued in the period to customers to whom such a benefit was paid that day or in
-- the 60 days before, at the selling agent's unit.
WITH reinvested AS (
    SELECT o.agent_id, o.issued, o.premium FROM policy o WHERE EXISTS (
        SELECT 1 FROM policy_change c JOIN policy q USING (policy_id) JOIN product d ON d.product_id = q.product_id
        WHERE d.term_years > 1 AND q.customer_id = o.customer_id AND c.kind = 'matured'
        AND c.day BETWEEN o.issued - 60 AND o.issued
    )
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT coalesce(sum(r.premium), 0) / 100 AS numerator
    FROM reinvested r JOIN post p ON p.agent_id = r.agent_id AND p.since <= r.issued AND r.issued < p.until
    WHERE r.issued BETWEEN ask.first AND ask.as_of AND starts_with(p.unit_id, ask.org)
), LATERAL (
    SELECT coalesce(sum(c.amount), 0) / 100 AS denominator
    FROM policy_change c JOIN policy o USING (policy_id) JOIN product USING (product_id)
    JOIN served v ON v.customer_id = o.customer_id AND v.since <= c.day AND c.day < v.until
    WHERE term_years > 1 AND c.kind = 'matured' AND c.day BETWEEN ask.first AND ask.as_of
    AND starts_with(v.unit_id, ask.org)
);
