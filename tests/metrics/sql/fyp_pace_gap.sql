-- Net regular premium of the month over its plan, less the share of its working days that is over.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign * premium), 0) / 100 FROM booked b
        WHERE b.regular AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org))
            / nullif((SELECT p.value / 100 FROM planned p WHERE p.n = ask.n AND p.measure = 'tgt_fyp_regular'), 0)
            - (SELECT of_month FROM elapsed e WHERE e.n = ask.n) AS value
    FROM ask
);
