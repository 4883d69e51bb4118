-- Items due in the months of the period (announced by the day) that were reminded of by their month's end.
WITH reminded AS (SELECT due_id, min(day) AS day FROM premium_step WHERE kind = 'reminded' GROUP BY due_id)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT count(*) FILTER (reminded.day <= least(last_day(p.due), ask.as_of)) AS numerator,
        count(*) AS denominator
    FROM premium_due p LEFT JOIN reminded USING (due_id)
    WHERE p.due BETWEEN date_trunc('month', ask.first) AND last_day(ask.as_of) AND p.announced <= ask.as_of
    AND starts_with(p.unit_id, ask.org)
);
