-- The peer's text: every measure of first light at every node, for the period from $first to $as_of.
-- One row a node and measure; money in cents. Tables are views over the same files that the product reads.
WITH node AS (SELECT org_id, length(org_id) AS size FROM org),
stay AS (
    SELECT agent_id, unit_id, kind, day AS since,
        coalesce(lead(day) OVER (PARTITION BY agent_id ORDER BY day, movement_id), DATE '9999-12-31') AS until
    FROM movement WHERE day <= $as_of
),
post AS (
    SELECT agent_id, arg_max(unit_id, since) AS unit_id FROM stay WHERE since < until GROUP BY agent_id
),
sale AS (
    SELECT agent_id, issued AS day, 1 AS n, regular, premium FROM policy JOIN product USING (product_id)
    WHERE issued BETWEEN $first AND $as_of
    UNION ALL
    SELECT agent_id, c.day, -1, regular, -premium
    FROM policy_change c JOIN policy USING (policy_id) JOIN product USING (product_id)
    WHERE c.kind = 'freelook_cancel' AND c.day BETWEEN $first AND $as_of AND c.day >= issued
),
placed_sale AS (
    SELECT unit_id, sum(n) AS policies, sum(CASE WHEN regular THEN premium ELSE 0 END) AS fyp
    FROM sale JOIN stay ON stay.agent_id = sale.agent_id AND sale.day >= since AND sale.day < until GROUP BY unit_id
),
app AS (
    SELECT unit_id, sum(visits) AS visits, sum(proposals) AS proposals
    FROM agent_day a JOIN stay ON stay.agent_id = a.agent_id AND a.day >= since AND a.day < until
    WHERE a.day BETWEEN $first AND $as_of GROUP BY unit_id
),
flags AS (
    SELECT 'hc_visit' AS measure, agent_id FROM agent_day WHERE visits > 0 AND day BETWEEN $first AND $as_of
    UNION SELECT 'hc_producing', agent_id FROM sale WHERE n = 1
    UNION SELECT 'hc_active', agent_id FROM sale WHERE n = 1 AND regular
),
asked AS (
    SELECT customer_id, min(day) AS first_day, arg_max(agent_id, (day, agent_id)) AS agent_id FROM customer_day
    WHERE proposals > 0 AND day BETWEEN $first AND $as_of GROUP BY customer_id
),
answered AS (
    SELECT DISTINCT customer_id FROM asked JOIN application a USING (customer_id)
    WHERE a.day BETWEEN first_day AND first_day + 30 AND a.day <= $as_of
),
paid AS (SELECT due_id, min(day) AS day FROM premium_step WHERE kind = 'paid' GROUP BY due_id),
reached AS (SELECT due_id, min(day) AS day FROM premium_step WHERE kind = 'contacted' GROUP BY due_id),
due AS (
    SELECT p.*, least(last_day(p.due), $as_of) AS until, paid.day AS paid_day, reached.day AS contact_day
    FROM premium_due p LEFT JOIN paid USING (due_id) LEFT JOIN reached USING (due_id)
    WHERE p.announced <= $as_of AND p.due >= date_trunc('month', $first) - INTERVAL 2 MONTH
    AND p.due <= last_day($as_of)
),
spoiled AS (
    SELECT DISTINCT due_id FROM due JOIN policy_change c USING (policy_id)
    WHERE c.day < due.due AND c.kind IN ('freelook_cancel', 'transfer_out', 'claim_terminated')
),
second AS (
    SELECT * FROM due ANTI JOIN spoiled USING (due_id)
    WHERE pay_no = 2 AND due < date_trunc('month', $as_of) - INTERVAL 1 MONTH
),
month AS (
    SELECT m::DATE AS first, least((m + INTERVAL 1 MONTH)::DATE - 1, $as_of) AS seen
    FROM generate_series(date_trunc('month', $first), $as_of::TIMESTAMP, INTERVAL 1 MONTH) AS g(m)
),
cohort AS (
    SELECT DISTINCT m.agent_id, month.first, month.seen FROM movement m JOIN month
    ON m.kind = 'onboard' AND date_trunc('month', m.day) = date_trunc('month', month.first - INTERVAL 3 MONTH)
),
joiner AS (
    SELECT post.unit_id, stay.kind FROM cohort JOIN post USING (agent_id)
    JOIN stay ON stay.agent_id = cohort.agent_id AND seen >= since AND seen < until
),
unit_value AS (
    SELECT unit_id, 'fyp_regular' AS measure, fyp AS value FROM placed_sale
    UNION ALL SELECT unit_id, 'policies', policies FROM placed_sale
    UNION ALL SELECT unit_id, 'visits', visits FROM app
    UNION ALL SELECT unit_id, 'proposals', proposals FROM app
    UNION ALL SELECT unit_id, measure, count(*) FROM flags JOIN post USING (agent_id) GROUP BY ALL
    UNION ALL SELECT unit_id, 'hc_end', count(*) FROM stay
        WHERE $as_of >= since AND $as_of < until AND kind <> 'terminate' GROUP BY ALL
    UNION ALL SELECT unit_id, 'hc_begin', count(*) FROM stay
        WHERE $first - 1 >= since AND $first - 1 < until AND kind <> 'terminate' GROUP BY ALL
    UNION ALL SELECT stay.unit_id, 'recruits', count(*) FROM movement m
        JOIN stay ON stay.agent_id = m.agent_id AND m.day >= since AND m.day < until
        WHERE m.kind = 'onboard' AND m.day BETWEEN $first AND $as_of GROUP BY ALL
    UNION ALL SELECT unit_id, 'proposal_cust', count(*) FROM asked JOIN post USING (agent_id) GROUP BY ALL
    UNION ALL SELECT unit_id, 'proposal_cust_apply', count(*)
        FROM asked SEMI JOIN answered USING (customer_id) JOIN post USING (agent_id) GROUP BY ALL
    UNION ALL SELECT unit_id, 'ren_cash', sum(s.amount) FROM premium_step s JOIN premium_due USING (due_id)
        WHERE s.kind = 'paid' AND s.day BETWEEN $first AND $as_of GROUP BY ALL
    UNION ALL SELECT unit_id, 'ren_due', sum(amount) FROM due WHERE due >= date_trunc('month', $first) GROUP BY ALL
    UNION ALL SELECT unit_id, 'ren_due_cnt', count(*) FROM due WHERE due >= date_trunc('month', $first) GROUP BY ALL
    UNION ALL SELECT unit_id, 'ren_paid_month', sum(amount) FROM due
        WHERE due >= date_trunc('month', $first) AND paid_day <= until GROUP BY ALL
    UNION ALL SELECT unit_id, 'ren_contacted', count(*) FROM due
        WHERE due >= date_trunc('month', $first) AND contact_day <= until GROUP BY ALL
    UNION ALL SELECT unit_id, 'p13_base', sum(amount) FROM second GROUP BY ALL
    UNION ALL SELECT unit_id, 'p13_kept', sum(amount) FROM second
        WHERE paid_day <= least(grace_end, $as_of) GROUP BY ALL
    UNION ALL SELECT unit_id, 'coh3_size', count(*) FROM joiner GROUP BY ALL
    UNION ALL SELECT unit_id, 'coh3_alive', count(*) FROM joiner WHERE kind <> 'terminate' GROUP BY ALL
)
SELECT org_id, measure, sum(value)::BIGINT AS value
FROM node JOIN unit_value ON substr(unit_id, 1, size) = org_id
GROUP BY org_id, measure
ORDER BY org_id, measure
