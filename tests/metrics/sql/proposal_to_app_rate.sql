-- Of the customers with a proposal in the period, where the last proposer (of several on a day the highest id) stands
-- on the as-of day, those who applied within 30 days of its first proposal.
WITH proposed AS (
    SELECT n, org, as_of, c.customer_id, min(c.day) AS first_day, max({'day': c.day, 'agent_id': c.agent_id}) AS latest
    FROM ask JOIN customer_day c ON c.proposals > 0 AND c.day BETWEEN ask.first AND ask.as_of
    GROUP BY n, org, as_of, c.customer_id
), counted AS (
    SELECT n, count(*) AS customers, count(*) FILTER (EXISTS (
        SELECT 1 FROM application a WHERE a.customer_id = q.customer_id
            AND a.day BETWEEN q.first_day AND q.first_day + 30 AND a.day <= q.as_of)) AS applied
    FROM proposed q JOIN post p ON p.agent_id = q.latest.agent_id AND p.since <= q.as_of AND q.as_of < p.until
        AND starts_with(p.unit_id, q.org)
    GROUP BY n
)
SELECT n, coalesce(applied, 0) AS numerator, coalesce(customers, 0) AS denominator, applied / customers AS value
FROM ask LEFT JOIN counted USING (n);
