-- Net regular premium of the month, scaled up to all of its working days, over its plan.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign * premium), 0) / 100 FROM booked b
        WHERE b.regular AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org))
            / nullif((SELECT of_month FROM elapsed e WHERE e.n = ask.n), 0) AS numerator,
        (SELECT p.value / 100 FROM planned p WHERE p.n = ask.n AND p.measure = 'tgt_fyp_regular') AS denominator
    FROM ask
);
