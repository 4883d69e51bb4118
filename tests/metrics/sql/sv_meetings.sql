-- Remote supervision sessions held with the units in the period.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT count(*) FROM meeting m
        WHERE m.day BETWEEN ask.first AND ask.as_of AND starts_with(m.unit_id, ask.org)) AS value
    FROM ask
);
