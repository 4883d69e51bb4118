-- Customers who added an agent on WeCom in the period, each counted where that agent stood that day.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT count(*) FROM wecom w
        JOIN post p ON p.agent_id = w.agent_id AND p.since <= w.day AND w.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE w.day BETWEEN ask.first AND ask.as_of) AS value
    FROM ask
);
