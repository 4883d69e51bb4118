-- Items due in the months of the period (announced by the day) that were contacted by their month's end; and how
-- many were promised by then.
WITH promised AS (SELECT due_id, min(day) AS day FROM premium_step WHERE kind = 'promised' GROUP BY due_id),
contacted AS (SELECT due_id, min(day) AS day FROM premium_step WHERE kind = 'contacted' GROUP BY due_id)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT count(*) FILTER (promised.day <= least(last_day(p.due), ask.as_of)) AS numerator,
        count(*) FILTER (contacted.day <= least(last_day(p.due), ask.as_of)) AS denominator
    FROM premium_due p LEFT JOIN promised USING (due_id) LEFT JOIN contacted USING (due_id)
    WHERE p.due BETWEEN date_trunc('month', ask.first) AND last_day(ask.as_of) AND p.announced <= ask.as_of
    AND starts_with(p.unit_id, ask.org)
);
