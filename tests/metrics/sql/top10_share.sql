-- First-year premium, net, of the tenth (rounded up) of the agents on the staff who brought most of it in the period,
-- over all first-year premium, net.
WITH ranked AS (
    SELECT n, cents, row_number() OVER (PARTITION BY n ORDER BY cents DESC) AS place,
        count(*) OVER (PARTITION BY n) AS agents
    FROM (
        SELECT n, p.agent_id, coalesce(sum(sign * premium), 0) AS cents
        FROM ask JOIN post p ON p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org)
        LEFT JOIN business b ON b.agent_id = p.agent_id AND b.day BETWEEN ask.first AND ask.as_of
        GROUP BY n, p.agent_id
    )
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(cents), 0) / 100 FROM ranked r
        WHERE r.n = ask.n AND r.place <= (r.agents + 9) // 10) AS numerator,
        (SELECT coalesce(sum(sign * premium), 0) / 100 FROM booked b
        WHERE b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS denominator
    FROM ask
);
