-- Agents with a visit in the period, where they stand on the as-of day, over the mean headcount.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(DISTINCT d.agent_id) FROM agent_day d
        JOIN post p ON p.agent_id = d.agent_id AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE d.visits > 0 AND d.day BETWEEN ask.first AND ask.as_of) AS numerator,
        (before + closing) / 2 AS denominator
    FROM ask JOIN staff USING (n)
);
