-- Demotions from a supervisor's rank to `agent` in the period over the supervisors on the day before it.
WITH step AS (
    SELECT agent_id, day, kind, rank, lag(rank, 1, 'agent') OVER (PARTITION BY agent_id ORDER BY day, career_id)
            AS before
    FROM career
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM step s JOIN post p ON p.agent_id = s.agent_id
            AND p.since <= s.day AND s.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE s.kind = 'demoted' AND s.before <> 'agent' AND s.rank = 'agent'
            AND s.day BETWEEN ask.first AND ask.as_of) AS numerator,
        (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.first - 1 AND ask.first - 1 < p.until
            AND starts_with(p.unit_id, ask.org) AND 'agent' <> (
                SELECT arg_max(c.rank, (c.day, c.career_id)) FROM career c
                WHERE c.agent_id = p.agent_id AND c.day <= ask.first - 1)) AS denominator
    FROM ask
);
