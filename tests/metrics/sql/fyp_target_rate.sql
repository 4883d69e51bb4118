-- Net regular premium of the period over the plan of the whole period;
-- no rate where a month of the plan is missing.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign * premium), 0) / 100 FROM booked b
        WHERE b.regular AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS numerator,
        (SELECT p.value / 100 FROM planned p WHERE p.n = ask.n AND p.measure = 'tgt_fyp_regular') AS denominator
    FROM ask
);
