-- Candidates' interviews over candidates' contacts in the period, at the recruiter's unit of that day.
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM recruit_step r JOIN post p ON p.agent_id = r.recruiter_id AND p.since <= r.day
            AND r.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE r.kind = 'interview' AND r.day BETWEEN ask.first AND ask.as_of) AS numerator,
        (SELECT count(*) FROM recruit_step r JOIN post p ON p.agent_id = r.recruiter_id AND p.since <= r.day
            AND r.day < p.until AND starts_with(p.unit_id, ask.org)
        WHERE r.kind = 'contact' AND r.day BETWEEN ask.first AND ask.as_of) AS denominator
    FROM ask
);
