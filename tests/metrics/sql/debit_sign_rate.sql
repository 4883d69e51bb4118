-- Long-term policies in force at the end of the day, and of them those with a signed automatic debit.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT count(*) FILTER (f.debit) AS numerator, count(*) AS denominator
    FROM in_force f JOIN served v ON v.customer_id = f.customer_id
    WHERE f.since <= ask.as_of AND ask.as_of < f.until AND v.since <= ask.as_of AND ask.as_of < v.until
    AND starts_with(v.unit_id, ask.org)
);
