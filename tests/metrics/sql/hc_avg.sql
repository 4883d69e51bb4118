-- The mean of the headcounts before and at the end of the period.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        ((SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.first - 1 AND ask.first - 1 < p.until
            AND starts_with(p.unit_id, ask.org))
        + (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org))) / 2 AS value
    FROM ask
);
