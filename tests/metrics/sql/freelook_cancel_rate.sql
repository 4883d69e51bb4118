-- Premium of the policies cancelled in their free-look period, on the day of the cancel, over all premium issued.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(premium), 0) / 100 FROM booked b
        WHERE b.sign = -1 AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS numerator,
        (SELECT coalesce(sum(premium), 0) / 100 FROM booked b
        WHERE b.sign = 1 AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS denominator
    FROM ask
);
