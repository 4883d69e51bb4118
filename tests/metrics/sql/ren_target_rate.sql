-- Renewal premium received over the plan of the whole period; no rate where a month of the plan is missing.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT coalesce(sum(s.amount), 0) / 100 AS numerator FROM premium_step s JOIN premium_due p USING (due_id)
    WHERE s.kind = 'paid' AND s.day BETWEEN ask.first AND ask.as_of AND starts_with(p.unit_id, ask.org)
), LATERAL (
    SELECT sum(t.value) / 100 AS denominator FROM planned t WHERE t.n = ask.n AND t.measure = 'tgt_ren_cash'
);
