-- Working days on which an agent did anything in the sales app, counted where the agent stood that day, over the agents on
-- the staff at the end of each working day, added up.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM agent_day d JOIN workday w USING (day)
        JOIN post p ON p.agent_id = d.agent_id AND p.since <= d.day AND d.day < p.until
            AND starts_with(p.unit_id, ask.org)
        WHERE d.day BETWEEN ask.first AND ask.as_of AND d.app_events > 0) AS numerator,
        (SELECT count(*) FROM post p JOIN workday w ON p.since <= w.day AND w.day < p.until
        WHERE p.staffed AND starts_with(p.unit_id, ask.org) AND w.day BETWEEN ask.first AND ask.as_of) AS denominator
    FROM ask
);
