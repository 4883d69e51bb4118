-- Critical-illness policies issued in the period less their free-look cancels.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign), 0) FROM booked b
        WHERE b.line = 'ci' AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS value
    FROM ask
);
