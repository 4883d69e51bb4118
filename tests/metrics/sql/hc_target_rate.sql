-- Agents on the staff over the plan of the day's month.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
            AND starts_with(p.unit_id, ask.org)) AS numerator,
        (SELECT t.value FROM target t WHERE t.org_id = ask.org AND t.measure = 'tgt_hc_end'
            AND t.month = date_trunc('month', ask.as_of)) AS denominator
    FROM ask
);
