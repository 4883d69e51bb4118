-- Onboardings in the period over the plan of the whole period; no rate where a month of the plan is missing.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM movement m JOIN post p ON p.agent_id = m.agent_id
            AND p.since <= m.day AND m.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE m.kind = 'onboard' AND m.day BETWEEN ask.first AND ask.as_of) AS numerator,
        (SELECT CASE WHEN count(*) = months THEN sum(t.value) END FROM target t WHERE t.org_id = ask.org
            AND t.measure = 'tgt_recruits' AND t.month >= ask.first
            AND t.month < ask.first + to_months(months)) AS denominator
    FROM (SELECT *, CASE period WHEN 'mtd' THEN 1 WHEN 'qtd' THEN 3 ELSE 12 END AS months FROM ask) ask
);
