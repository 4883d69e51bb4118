-- Net new business value of the period over last year's up to the same working day, less one.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n, now / nullif(past, 0) - 1 AS value FROM (
        SELECT n,
            (SELECT coalesce(sum(sign * b.value), 0) FROM booked b
            WHERE b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS now,
            (SELECT coalesce(sum(sign * b.value), 0) FROM booked b JOIN compared c ON c.n = ask.n
            WHERE b.day BETWEEN c.ly_first AND c.ly_last AND starts_with(b.unit_id, ask.org)) AS past
        FROM ask
    )
);
