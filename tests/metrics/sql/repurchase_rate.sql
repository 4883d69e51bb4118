-- Of the customers whom an agent serves on the as-of day, those who bought again in the period: they held another
-- long-term policy, issued before, in force on the day of issue. Each is counted where they are served.
WITH again AS (
    SELECT DISTINCT o.customer_id, o.issued FROM policy o WHERE EXISTS (FROM in_force f JOIN policy h USING (policy_id)
        WHERE f.customer_id = o.customer_id AND h.issued < o.issued AND f.since <= o.issued AND o.issued < f.until)
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(DISTINCT a.customer_id) FROM again a JOIN served s USING (customer_id)
        WHERE a.issued BETWEEN ask.first AND ask.as_of AND s.agent_id IS NOT NULL
            AND s.since <= ask.as_of AND ask.as_of < s.until AND starts_with(s.unit_id, ask.org)) AS numerator,
        (SELECT count(*) FROM served s WHERE s.agent_id IS NOT NULL AND s.since <= ask.as_of AND ask.as_of < s.until
            AND starts_with(s.unit_id, ask.org)) AS denominator
    FROM ask
);
