-- New prospects in the period, each counted where the agent stood that day, over the mean headcount.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(d.prospects), 0) FROM agent_day d
        JOIN post p ON p.agent_id = d.agent_id AND p.since <= d.day AND d.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE d.day BETWEEN ask.first AND ask.as_of) AS numerator,
        (before + closing) / 2 AS denominator
    FROM ask JOIN staff USING (n)
);
