-- Of the supervision tasks that fell due in the period those closed by their due day.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM meeting_task t JOIN meeting_task_done e USING (task_id)
        WHERE e.day <= t.due AND t.due BETWEEN ask.first AND ask.as_of AND t.day <= ask.as_of
            AND starts_with(t.unit_id, ask.org)) AS numerator,
        (SELECT count(*) FROM meeting_task t
        WHERE t.due BETWEEN ask.first AND ask.as_of AND t.day <= ask.as_of
            AND starts_with(t.unit_id, ask.org)) AS denominator
    FROM ask
);
