-- Recordings of the period with a hit on a misleading-sales rule, over policies issued that had to be recorded and were
-- by the day of issue; counted where the agent stood that day.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM recording r
        JOIN post p ON p.agent_id = r.agent_id AND p.since <= r.day AND r.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE r.day BETWEEN ask.first AND ask.as_of AND r.mislead) AS numerator,
        (SELECT count(*) FROM policy o JOIN product d USING (product_id)
        JOIN post p ON p.agent_id = o.agent_id AND p.since <= o.issued AND o.issued < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE d.recorded AND o.issued BETWEEN ask.first AND ask.as_of
            AND EXISTS (SELECT 1 FROM recording r WHERE r.policy_id = o.policy_id AND r.day <= o.issued)) AS denominator
    FROM ask
);
