-- Automatic debits tried in the period, and of them those that succeeded, at the unit that serves the item.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT count(*) FILTER (s.kind = 'debit_ok') AS numerator, count(*) AS denominator
    FROM premium_step s JOIN premium_due p USING (due_id)
    WHERE s.kind IN ('debit_ok', 'debit_failed') AND s.day BETWEEN ask.first AND ask.as_of
    AND starts_with(p.unit_id, ask.org)
);
