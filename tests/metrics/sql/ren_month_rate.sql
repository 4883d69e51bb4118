-- Premium due in the months of the period (announced by the day), and of it what was paid by its month's end.
WITH paid AS (SELECT due_id, min(day) AS day FROM premium_step WHERE kind = 'paid' GROUP BY due_id)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT coalesce(sum(p.amount) FILTER (paid.day <= least(last_day(p.due), ask.as_of)), 0) / 100 AS numerator,
        coalesce(sum(p.amount), 0) / 100 AS denominator
    FROM premium_due p LEFT JOIN paid USING (due_id)
    WHERE p.due BETWEEN date_trunc('month', ask.first) AND last_day(ask.as_of) AND p.announced <= ask.as_of
    AND starts_with(p.unit_id, ask.org)
);
