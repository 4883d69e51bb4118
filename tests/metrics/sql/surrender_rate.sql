-- Long-term policies surrendered in the period, at the unit that served the customer then, over those in force on
-- the day before the period.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT count(*) AS numerator FROM policy_change c JOIN policy o USING (policy_id) JOIN product USING (product_id)
    JOIN served v ON v.customer_id = o.customer_id AND v.since <= c.day AND c.day < v.until
    WHERE term_years > 1 AND c.kind = 'surrender' AND c.day BETWEEN ask.first AND ask.as_of
    AND starts_with(v.unit_id, ask.org)
), LATERAL (
    SELECT count(*) AS denominator FROM in_force f JOIN served v ON v.customer_id = f.customer_id
    WHERE f.since < ask.first AND ask.first <= f.until AND v.since < ask.first AND ask.first <= v.until
    AND starts_with(v.unit_id, ask.org)
);
