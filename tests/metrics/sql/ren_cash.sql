-- Renewal premium received in the period, whatever its due month, at the unit that serves the item.
SELECT n, value AS numerator, NULL AS denominator, value FROM ask, LATERAL (
    SELECT coalesce(sum(s.amount), 0) / 100 AS value FROM premium_step s JOIN premium_due p USING (due_id)
    WHERE s.kind = 'paid' AND s.day BETWEEN ask.first AND ask.as_of AND starts_with(p.unit_id, ask.org)
);
