-- Agents with a regular-premium policy in the period over the mean of the headcounts before and at the end of it.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(DISTINCT o.agent_id) FROM policy o JOIN product d USING (product_id) JOIN post p ON
            p.agent_id = o.agent_id AND p.since <= ask.as_of AND ask.as_of < p.until AND starts_with(p.unit_id, ask.org)
        WHERE d.regular AND o.issued BETWEEN ask.first AND ask.as_of) AS numerator,
        ((SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.first - 1 AND ask.first - 1 < p.until
            AND starts_with(p.unit_id, ask.org))
        + (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org))) / 2 AS denominator
    FROM ask
);
