-- Premium due in the months of the period, all of them, as far as it was announced by the day.
SELECT n, value AS numerator, NULL AS denominator, value FROM ask, LATERAL (
    SELECT coalesce(sum(p.amount), 0) / 100 AS value FROM premium_due p
    WHERE p.due BETWEEN date_trunc('month', ask.first) AND last_day(ask.as_of) AND p.announced <= ask.as_of
    AND starts_with(p.unit_id, ask.org)
);
