-- Renewal premium received over the mean of the headcounts before the period and at the end of it.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT coalesce(sum(s.amount), 0) / 100 AS numerator FROM premium_step s JOIN premium_due p USING (due_id)
    WHERE s.kind = 'paid' AND s.day BETWEEN ask.first AND ask.as_of AND starts_with(p.unit_id, ask.org)
), LATERAL (
    SELECT (before + closing) / 2 AS denominator FROM staff WHERE staff.n = ask.n
);
