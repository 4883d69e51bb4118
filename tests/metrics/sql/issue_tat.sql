-- Hours, by whole minutes, from application to issue, over the applications first issued in the period, at the agent's
-- unit of the day of issue.
WITH issued AS (
    SELECT p.unit_id, i.issued_at::DATE AS day, date_diff('second', a.at, i.issued_at) // 60 AS minutes
    FROM application a JOIN (
        SELECT application_id, min(s.at) AS issued_at FROM application_step s WHERE kind = 'issued'
        GROUP BY application_id
    ) i USING (application_id)
    JOIN post p ON p.agent_id = a.agent_id AND p.since <= i.issued_at::DATE AND i.issued_at::DATE < p.until
    WHERE i.issued_at >= a.at
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(minutes), 0) / 60 FROM issued i
        WHERE i.day BETWEEN ask.first AND ask.as_of AND starts_with(i.unit_id, ask.org)) AS numerator,
        (SELECT count(*) FROM issued i
        WHERE i.day BETWEEN ask.first AND ask.as_of AND starts_with(i.unit_id, ask.org)) AS denominator
    FROM ask
);
