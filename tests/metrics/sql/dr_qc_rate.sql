-- Of the recordings whose policy's free-look period, the 15 days after its issue, ended in the period those that a
-- person had fully checked by its end; where the agent stood on the day of the recording.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM recording r JOIN policy o USING (policy_id)
        JOIN post p ON p.agent_id = r.agent_id AND p.since <= r.day AND r.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE o.issued + 15 BETWEEN ask.first AND ask.as_of AND r.day <= ask.as_of
            AND r.checked <= o.issued + 15) AS numerator,
        (SELECT count(*) FROM recording r JOIN policy o USING (policy_id)
        JOIN post p ON p.agent_id = r.agent_id AND p.since <= r.day AND r.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE o.issued + 15 BETWEEN ask.first AND ask.as_of AND r.day <= ask.as_of) AS denominator
    FROM ask
);
