-- Of the long-term policies whose free-look period, the 15 days after the issue, ended in the period those where a call
-- in it met a problem; where the agent stood on the day of issue.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM policy o JOIN product d USING (product_id)
        JOIN post p ON p.agent_id = o.agent_id AND p.since <= o.issued AND o.issued < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE d.term_years > 1 AND o.issued + 15 BETWEEN ask.first AND ask.as_of
            AND EXISTS (SELECT 1 FROM callback c WHERE c.policy_id = o.policy_id AND c.result = 'issue'
                AND c.day BETWEEN o.issued AND o.issued + 15)) AS numerator,
        (SELECT count(*) FROM policy o JOIN product d USING (product_id)
        JOIN post p ON p.agent_id = o.agent_id AND p.since <= o.issued AND o.issued < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE d.term_years > 1 AND o.issued + 15 BETWEEN ask.first AND ask.as_of) AS denominator
    FROM ask
);
