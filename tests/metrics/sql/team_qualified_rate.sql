-- Units with three agents or more who issued a regular policy for more than a year with a commission in the month, and
-- with 30,000 yuan or more of first-year premium in it, net, over the units with an agent on the staff.
WITH team AS (
    SELECT n,
        (SELECT coalesce(sum(sign * premium), 0) FROM booked b
            WHERE b.unit_id = o.org_id AND b.day BETWEEN ask.first AND ask.as_of) AS cents,
        (SELECT count(DISTINCT b.agent_id) FROM business b JOIN post p ON p.agent_id = b.agent_id
            AND p.since <= ask.as_of AND ask.as_of < p.until AND p.unit_id = o.org_id
            WHERE b.sign = 1 AND b.regular AND b.term_years > 1 AND b.commission > 0
            AND b.day BETWEEN ask.first AND ask.as_of) AS sellers
    FROM ask JOIN org o ON o.level = 'unit' AND starts_with(o.org_id, ask.org)
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM team t WHERE t.n = ask.n AND t.sellers >= 3 AND t.cents >= 3000000) AS numerator,
        (SELECT count(DISTINCT p.unit_id) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org)) AS denominator
    FROM ask
);
