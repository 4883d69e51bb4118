-- Regular policies of 100,000 yuan a year or more issued in the period less their free-look cancels.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign), 0) FROM booked b
        WHERE b.regular AND b.premium >= 10000000
            AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS value
    FROM ask
);
