-- Renewal premium received in the period over what was received in last year's up to the same working day, less one.
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n, now / nullif(past, 0) - 1 AS value FROM ask JOIN compared USING (n), LATERAL (
        SELECT coalesce(sum(s.amount) FILTER (s.day BETWEEN ask.first AND ask.as_of), 0) AS now,
            coalesce(sum(s.amount) FILTER (s.day BETWEEN ly_first AND ly_last), 0) AS past
        FROM premium_step s JOIN premium_due p USING (due_id) WHERE s.kind = 'paid' AND starts_with(p.unit_id, ask.org)
    )
);
