-- Policies issued in the period, net, over the plan of the whole period;
-- no rate where a month of the plan is missing.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign), 0) FROM booked b
        WHERE b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS numerator,
        (SELECT p.value FROM planned p WHERE p.n = ask.n AND p.measure = 'tgt_policies') AS denominator
    FROM ask
);
