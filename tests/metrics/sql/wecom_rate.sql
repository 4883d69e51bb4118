-- Of the customers whom an agent serves on the as-of day, those who had added any agent on WeCom by then.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM served s JOIN wecom w USING (customer_id)
        WHERE w.day <= ask.as_of AND s.agent_id IS NOT NULL AND s.since <= ask.as_of AND ask.as_of < s.until
            AND starts_with(s.unit_id, ask.org)) AS numerator,
        (SELECT count(*) FROM served s WHERE s.agent_id IS NOT NULL AND s.since <= ask.as_of AND ask.as_of < s.until
            AND starts_with(s.unit_id, ask.org)) AS denominator
    FROM ask
);
