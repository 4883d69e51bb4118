-- Regular first-year premium over the policies for more than a year, both net of free-look cancels.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign * premium), 0) / 100 FROM booked b
        WHERE b.regular AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS numerator,
        (SELECT coalesce(sum(sign), 0) FROM booked b
        WHERE b.term_years > 1
            AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS denominator
    FROM ask
);
