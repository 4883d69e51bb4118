-- First-year premium of participating policies over all first-year premium, both net of free-look cancels.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign * premium), 0) / 100 FROM booked b
        WHERE b.design = 'participating'
            AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS numerator,
        (SELECT coalesce(sum(sign * premium), 0) / 100 FROM booked b
        WHERE b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS denominator
    FROM ask
);
