-- Policies for more than a year issued in the period, net, over the agents who issued a regular one of them with a
-- commission.
WITH seller AS (
    SELECT n, b.agent_id FROM ask JOIN business b ON b.day BETWEEN ask.first AND ask.as_of
        AND b.sign = 1 AND b.regular AND b.term_years > 1 AND b.commission > 0
    GROUP BY n, b.agent_id
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign), 0) FROM booked b
        WHERE b.term_years > 1
            AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS numerator,
        (SELECT count(*) FROM seller s JOIN post p ON p.agent_id = s.agent_id AND p.since <= ask.as_of
            AND ask.as_of < p.until AND starts_with(p.unit_id, ask.org) WHERE s.n = ask.n) AS denominator
    FROM ask
);
