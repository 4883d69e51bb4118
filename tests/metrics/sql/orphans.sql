-- Long-term policies in force at the end of the day whose customer nobody serves, at the unit of the last who did.
SELECT n, value AS numerator, NULL AS denominator, value FROM ask, LATERAL (
    SELECT count(*) AS value FROM in_force f JOIN served v ON v.customer_id = f.customer_id
    WHERE f.since <= ask.as_of AND ask.as_of < f.until AND v.since <= ask.as_of AND ask.as_of < v.until
    AND starts_with(v.unit_id, ask.org) AND v.agent_id IS NULL
);
