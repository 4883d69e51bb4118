-- Stocks, flags and cohorts of the period from $first to $as_of. One row a unit; each column is a measure.

-- Stocks of agents, and units that have any.
SELECT unit_id, count(*) FILTER ($as_of >= since AND $as_of < until) AS hc_end,
    count(*) FILTER ($first - 1 >= since AND $first - 1 < until) AS hc_begin,
    (count(*) FILTER ($as_of >= since AND $as_of < until) > 0)::INTEGER AS teams_total,
    sum(b.worked - a.worked) FILTER (a.day < b.day) AS hc_agent_days
FROM post JOIN calendar a ON a.day = greatest(since, $first) - 1 JOIN calendar b ON b.day = least(until - 1, $as_of)
WHERE staffed AND since <= $as_of AND until >= $first GROUP BY unit_id;

SELECT unit_id, count(*) FILTER (licensed_on <= $as_of) AS hc_licensed,
    count(*) FILTER (education <> 'school') AS hc_college,
    count(*) FILTER ($as_of < joined_on + INTERVAL 13 MONTH) AS hc_new,
    sum(date_diff('month', joined_on, $as_of) - (day(joined_on) > day($as_of) AND $as_of <> last_day($as_of))::INTEGER)
        AS tenure_months_sum
FROM post p LEFT JOIN agent USING (agent_id)
LEFT JOIN (
    SELECT agent_id, min(day) AS licensed_on FROM career WHERE kind = 'licensed' GROUP BY agent_id
) USING (agent_id)
LEFT JOIN (
    SELECT agent_id, max(day) AS joined_on FROM movement WHERE kind = 'onboard' AND day <= $as_of GROUP BY agent_id
) USING (agent_id)
WHERE staffed AND $as_of >= since AND $as_of < until GROUP BY unit_id;

SELECT unit_id, count(*) FILTER ($as_of >= since AND $as_of < until) AS hc_supervisor,
    count(*) FILTER ($first - 1 >= since AND $first - 1 < until) AS hc_supervisor_begin
FROM (
    SELECT unit_id, greatest(p.since, c.since) AS since, least(p.until, c.until) AS until
    FROM post p JOIN career_step c USING (agent_id) WHERE staffed AND above
) GROUP BY unit_id;

-- Stocks of customers, applications, policies and premium.
SELECT unit_id, count(s.agent_id) AS cust_assigned, count(*) FILTER (s.agent_id IS NULL) AS orph_cust,
    count(s.agent_id) FILTER (w.day <= $as_of) AS cust_wecom
FROM served s LEFT JOIN wecom w USING (customer_id) WHERE $as_of >= since AND $as_of < until GROUP BY unit_id;

SELECT unit_id, count(*) AS apps_pending FROM pending n JOIN post p USING (agent_id)
WHERE $as_of >= n.since AND $as_of < n.until AND $as_of >= p.since AND $as_of < p.until GROUP BY unit_id;

SELECT unit_id, count(*) FILTER (in_force AND $as_of >= since AND $as_of < until) AS inforce,
    count(*) FILTER (in_force AND $first - 1 >= since AND $first - 1 < until) AS inforce_begin,
    count(*) FILTER (in_force AND debit AND $as_of >= since AND $as_of < until) AS debit_signed,
    count(*) FILTER (in_force AND agent_id IS NULL AND $as_of >= since AND $as_of < until) AS orphans,
    count(*) FILTER (NOT in_force AND $as_of >= since AND $as_of < until) AS lapse_stock
FROM placed_turn GROUP BY unit_id;

SELECT unit_id, sum(amount) AS ren_unpaid, sum(amount) FILTER (grace_end <= $as_of + 7) AS grace7_unpaid
FROM item WHERE due <= $as_of AND $as_of < least(paid_on, gone_on, grace_end + 1) GROUP BY unit_id;

-- Agents who did something in the period, at their unit of the as-of day.
WITH did AS (
    SELECT agent_id, sum(visits) AS visits, sum(proposals) AS proposals, sum(campaigns) AS campaigns,
        sum(coachings) AS coachings, sum(app_events) AS events
    FROM agent_day WHERE day BETWEEN $first AND $as_of GROUP BY agent_id
)
SELECT unit_id, count(*) FILTER (visits > 0) AS hc_visit, count(*) FILTER (proposals > 0) AS hc_proposal,
    count(*) FILTER (campaigns > 0) AS hc_campaign, count(*) FILTER (events > 0) AS hc_app_month,
    count(*) FILTER (coachings >= 4 AND staffed AND above) AS sup_coached
FROM did JOIN post p USING (agent_id)
LEFT JOIN career_step c ON c.agent_id = did.agent_id AND $as_of >= c.since AND $as_of < c.until
WHERE $as_of >= p.since AND $as_of < p.until GROUP BY unit_id;

WITH did AS (
    SELECT agent_id, bool_or(sign = 1) AS sold, bool_or(sign = 1 AND activates) AS active,
        sum(sign * premium) FILTER (regular) AS regular, sum(sign * commission) AS commission
    FROM sale WHERE day BETWEEN $first AND $as_of GROUP BY agent_id
)
SELECT unit_id, count(*) FILTER (sold) AS hc_producing, count(*) FILTER (active) AS hc_active,
    count(*) FILTER (regular >= 500000) AS hc_5k, count(*) FILTER (regular >= 1000000) AS hc_10k,
    count(*) FILTER (commission >= 300000) AS hc_elite,
    count(*) FILTER (sold AND staffed AND $as_of < (
        SELECT max(day) FROM movement m WHERE m.agent_id = did.agent_id AND kind = 'onboard' AND day <= $as_of
    ) + INTERVAL 13 MONTH) AS hc_new_producing
FROM did JOIN post p USING (agent_id) WHERE $as_of >= since AND $as_of < until GROUP BY unit_id;

WITH did AS (
    SELECT agent_id, sum(sign * commission) AS commission
    FROM sale WHERE day BETWEEN date_trunc('year', $as_of) AND $as_of GROUP BY agent_id
),
year AS (
    SELECT count(*) AS whole, count(*) FILTER (day <= $as_of) AS done FROM workday WHERE year(day) = year($as_of)
)
SELECT unit_id, count(*) AS hc_mdrt FROM did JOIN post USING (agent_id), year
WHERE $as_of >= since AND $as_of < until AND commission > 0 AND commission * whole >= 18000000 * done GROUP BY unit_id;

WITH sold AS (
    SELECT DISTINCT agent_id FROM sale
    WHERE sign = 1 AND day BETWEEN date_trunc('month', $as_of) - INTERVAL 2 MONTH AND $as_of
),
old AS (
    SELECT agent_id, max(day) AS joined_on FROM movement WHERE kind = 'onboard' AND day <= $as_of GROUP BY agent_id
    HAVING joined_on + INTERVAL 4 MONTH <= $as_of
)
SELECT unit_id, count(*) AS hc_zero3m FROM old JOIN post USING (agent_id) ANTI JOIN sold USING (agent_id)
WHERE staffed AND $as_of >= since AND $as_of < until GROUP BY unit_id;

SELECT p.unit_id, count(DISTINCT p.agent_id) AS recruiters FROM movement m JOIN post p ON p.agent_id = m.recommender_id
WHERE m.kind = 'onboard' AND m.day BETWEEN $first AND $as_of AND $as_of >= since AND $as_of < until GROUP BY p.unit_id;

-- Customers with an act in the period, at the unit of the agent who acted last or at that which serves them.
WITH act AS (
    SELECT customer_id, min(day) AS first_day, arg_max(agent_id, (day, agent_id)) AS agent_id FROM customer_day
    WHERE proposals > 0 AND day BETWEEN $first AND $as_of GROUP BY customer_id
),
applied AS (
    SELECT DISTINCT customer_id FROM act JOIN application a USING (customer_id)
    WHERE a.day BETWEEN first_day AND first_day + 30 AND a.day <= $as_of
)
SELECT unit_id, count(*) AS proposal_cust, count(applied.customer_id) AS proposal_cust_apply
FROM act LEFT JOIN applied USING (customer_id) JOIN post USING (agent_id)
WHERE $as_of >= since AND $as_of < until GROUP BY unit_id;

SELECT unit_id, count(*) AS cust_new FROM (
    SELECT customer_id, min(issued) AS day, arg_min(agent_id, (issued, -agent_id)) AS agent_id
    FROM policy GROUP BY customer_id HAVING min(issued) BETWEEN $first AND $as_of
) JOIN post USING (agent_id) WHERE $as_of >= since AND $as_of < until GROUP BY unit_id;

WITH visited AS (SELECT DISTINCT customer_id FROM customer_day WHERE visits > 0 AND day BETWEEN $first AND $as_of),
bought AS (SELECT DISTINCT customer_id FROM sale WHERE sign = 1 AND again AND day BETWEEN $first AND $as_of)
SELECT unit_id, count(v.customer_id) FILTER (agent_id IS NOT NULL) AS cust_visited,
    count(v.customer_id) FILTER (agent_id IS NULL) AS orph_contacted,
    count(b.customer_id) FILTER (agent_id IS NOT NULL) AS cust_repeat
FROM served LEFT JOIN visited v USING (customer_id) LEFT JOIN bought b USING (customer_id)
WHERE $as_of >= since AND $as_of < until GROUP BY unit_id;

-- What belongs to the period by its own day, and what became of it by the as-of day.
SELECT unit_id, count(*) AS apps, count(*) FILTER (issued_on <= $as_of) AS apps_issued,
    count(*) FILTER (auto_on <= $as_of) AS apps_auto, count(*) FILTER (withdrawn_on <= $as_of) AS apps_withdrawn
FROM asked WHERE day BETWEEN $first AND $as_of GROUP BY unit_id;

SELECT unit_id, count(*) AS orph_new, count(*) FILTER (again_on <= $as_of) AS orph_assigned_ok
FROM orphaned WHERE day BETWEEN $first AND $as_of GROUP BY unit_id;

SELECT unit_id, sum(amount) AS gr_due, sum(amount) FILTER (kept_on <= $as_of) AS gr_paid,
    sum(amount) FILTER (pay_no = 2) AS gr2_due, sum(amount) FILTER (pay_no = 2 AND kept_on <= $as_of) AS gr2_paid,
    sum(amount) FILTER (pay_no = 3) AS gr3_due, sum(amount) FILTER (pay_no = 3 AND kept_on <= $as_of) AS gr3_paid,
    sum(amount) FILTER (pay_no >= 4) AS gr4_due, sum(amount) FILTER (pay_no >= 4 AND kept_on <= $as_of) AS gr4_paid,
    count(*) AS gr_due_cnt, count(*) FILTER (lapsed_on <= $as_of) AS gr_lapsed_cnt,
    count(*) FILTER (apl_on <= $as_of) AS gr_apl_cnt
FROM item WHERE owed AND announced <= $as_of AND grace_end BETWEEN $first AND $as_of GROUP BY unit_id;

SELECT unit_id, count(*) AS dr_closed, count(*) FILTER (checked_on <= $as_of) AS dr_human_qc
FROM recorded WHERE day BETWEEN $first AND $as_of AND known <= $as_of GROUP BY unit_id;

SELECT unit_id, count(*) AS cb_due, count(*) FILTER (ok_on <= $as_of) AS cb_ok,
    count(*) FILTER (issue_on <= $as_of) AS cb_issue
FROM called WHERE day BETWEEN $first AND $as_of GROUP BY unit_id;

SELECT unit_id, count(*) AS sv_tasks, count(*) FILTER (d.day <= least(due, $as_of)) AS sv_tasks_done
FROM meeting_task t LEFT JOIN meeting_task_done d USING (task_id)
WHERE due BETWEEN $first AND $as_of AND t.day <= $as_of GROUP BY unit_id;

-- Teams: qualified units; departments, and those without net regular premium.
WITH active AS (
    SELECT p.unit_id, count(DISTINCT agent_id) AS agents FROM sale JOIN post p USING (agent_id)
    WHERE sign = 1 AND activates AND day BETWEEN $first AND $as_of AND $as_of >= since AND $as_of < until
    GROUP BY p.unit_id
)
SELECT unit_id, 1 AS teams_qualified FROM sale JOIN active USING (unit_id)
WHERE day BETWEEN $first AND $as_of AND agents >= 3 GROUP BY unit_id HAVING sum(sign * premium) >= 3000000;

SELECT d.org_id AS unit_id, 1 AS depts_total,
    (coalesce(sum(sign * premium) FILTER (regular), 0) <= 0)::INTEGER AS zero_depts
FROM org d LEFT JOIN sale ON substr(sale.unit_id, 1, 10) = d.org_id AND sale.day BETWEEN $first AND $as_of
WHERE d.level = 'department' GROUP BY d.org_id;
