-- Candidates by the month of their first contact in it.
WITH s0 AS (
    SELECT candidate_id AS entity, date_trunc('month', day)::DATE AS month, min(day) AS d0,
        arg_min(recruiter_id, day::VARCHAR || lpad(recruiter_id::VARCHAR, 9, '0')) AS recruiter_id
    FROM recruit_step WHERE kind = 'contact' AND day <= $as_of
        AND day >= date_trunc('month', $as_of::DATE) - INTERVAL 12 MONTH
    GROUP BY ALL
), s1 AS (
    SELECT *, (SELECT min(day) FROM recruit_step e WHERE e.candidate_id = entity AND kind = 'interview'
        AND day <= $as_of AND day BETWEEN d0 AND d0 + 30) AS d1 FROM s0
), s2 AS (
    SELECT *, (SELECT min(day) FROM recruit_step e WHERE e.candidate_id = entity AND kind = 'apply'
        AND day <= $as_of AND day BETWEEN d1 AND d1 + 30) AS d2 FROM s1
), s3 AS (
    SELECT *, (SELECT min(day) FROM recruit_step e WHERE e.candidate_id = entity AND kind = 'onboard'
        AND day <= $as_of AND day BETWEEN d2 AND d2 + 30) AS d3 FROM s2
), sold AS (
    SELECT candidate_id, issued AS day, sum(premium) AS premium
    FROM recruit_step r JOIN policy p ON p.agent_id = r.agent_id
    WHERE r.kind = 'onboard' AND r.day <= $as_of AND issued <= $as_of GROUP BY ALL
), s4 AS (
    SELECT *, (SELECT min(day) FROM sold e WHERE e.candidate_id = entity AND day BETWEEN d3 AND d3 + 90) AS d4 FROM s3
)
SELECT month, unit_id, 'none' AS segment, d0 + 180 <= $as_of AS closed,
    d0 - month + 1 AS turn,
    [count(d0), count(d1), count(d2), count(d3), count(d4)] AS reached,
    coalesce(sum((SELECT premium FROM sold e WHERE e.candidate_id = entity AND e.day = d4)), 0) AS cents
FROM s4 JOIN post ON post.agent_id = recruiter_id AND since <= d0 AND d0 < until
GROUP BY ALL
