-- First-year commission of the period, net, over the mean of the headcounts before and at the end of it.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign * commission), 0) / 100 FROM booked b
        WHERE b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS numerator,
        (SELECT (before + closing) / 2 FROM staff WHERE staff.n = ask.n) AS denominator
    FROM ask
);
