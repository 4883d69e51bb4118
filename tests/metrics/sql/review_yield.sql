-- First-year premium, less free-look cancels on their own day, of policies whose customer had a policy review in the 90
-- days up to the day of issue, over the policy reviews of the period; all counted where the agent stood that day.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(b.sign * b.premium), 0) / 100 FROM booked b
        WHERE b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org) AND EXISTS (
            SELECT 1 FROM customer_day c
            WHERE c.customer_id = b.customer_id AND c.reviews > 0
                AND c.day BETWEEN b.issued - 90 AND b.issued)) AS numerator,
        (SELECT coalesce(sum(d.reviews), 0) FROM agent_day d
        JOIN post p ON p.agent_id = d.agent_id AND p.since <= d.day AND d.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE d.day BETWEEN ask.first AND ask.as_of) AS denominator
    FROM ask
);
