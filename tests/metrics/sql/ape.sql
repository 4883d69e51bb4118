-- Regular first-year premium and a tenth of what is paid once, net of free-look cancels.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign * premium * CASE WHEN b.regular THEN 1 ELSE 0.1 END), 0) / 100 FROM booked b
        WHERE b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS value
    FROM ask
);
