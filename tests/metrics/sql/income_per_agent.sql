-- What agents were paid in the period, in yuan, over the mean of the headcounts before and at the end of it.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(f.amount), 0) / 100 FROM income f JOIN post p ON p.agent_id = f.agent_id
            AND p.since <= f.day AND f.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE f.day BETWEEN ask.first AND ask.as_of) AS numerator,
        ((SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.first - 1 AND ask.first - 1 < p.until
            AND starts_with(p.unit_id, ask.org))
        + (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org))) / 2 AS denominator
    FROM ask
);
