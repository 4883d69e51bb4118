-- First-year premium of policies for a year or less less what free-look cancels of the period take back, at the
-- agent's unit of each day.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign * premium), 0) / 100 FROM booked b
        WHERE b.term_years <= 1
            AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS value
    FROM ask
);
