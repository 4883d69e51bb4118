-- Long-term policies in force whose customer became an orphan in the period, at the unit of the agent who served
-- last; and of them those whose customer somebody served again within five working days.
WITH became AS (
    SELECT v.customer_id, v.unit_id, v.since AS day, (
        SELECT min(w.since) FROM served w
        WHERE w.customer_id = v.customer_id AND w.agent_id IS NOT NULL AND w.since > v.since
    ) AS again
    FROM served v WHERE v.agent_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM served b WHERE b.customer_id = v.customer_id AND b.agent_id IS NULL AND b.until = v.since
    )
),
orphan AS (
    SELECT b.unit_id, b.day, b.again,
        (SELECT count(*) FROM workday w WHERE b.day < w.day AND w.day <= b.again) AS waited
    FROM became b JOIN in_force f ON f.customer_id = b.customer_id AND f.since <= b.day AND b.day < f.until
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM ask, LATERAL (
    SELECT count(*) FILTER (o.again <= ask.as_of AND o.waited <= 5) AS numerator, count(*) AS denominator
    FROM orphan o WHERE o.day BETWEEN ask.first AND ask.as_of AND starts_with(o.unit_id, ask.org)
);
