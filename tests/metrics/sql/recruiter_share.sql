-- Agents who recommended one onboarding or more of the period, at their own unit of the as-of day, over the mean of the
-- headcounts before and at the end of the period.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(DISTINCT m.recommender_id) FROM movement m JOIN post p ON p.agent_id = m.recommender_id
            AND p.since <= ask.as_of AND ask.as_of < p.until AND starts_with(p.unit_id, ask.org)
        WHERE m.kind = 'onboard' AND m.day BETWEEN ask.first AND ask.as_of) AS numerator,
        ((SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.first - 1 AND ask.first - 1 < p.until
            AND starts_with(p.unit_id, ask.org))
        + (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org))) / 2 AS denominator
    FROM ask
);
