-- What the peer makes of the facts once, before it is asked: spells, and what became of each policy, item, application.
-- Tables are views over the same files that the product reads; `workday` holds the working days. Money in cents.

-- Every organisation with those above it, itself included.
CREATE TEMP TABLE below AS
SELECT o.org_id AS unit_id, a.org_id FROM org o JOIN org a ON starts_with(o.org_id, a.org_id);

-- Every day and how many working days came up to it.
CREATE TEMP TABLE calendar AS
SELECT d::DATE AS day, count(w.day) OVER (ORDER BY d) AS worked
FROM generate_series(DATE '2015-01-01', (SELECT max(day) FROM workday)::TIMESTAMP, INTERVAL 1 DAY) AS g(d)
LEFT JOIN workday w ON w.day = d::DATE;

-- An agent's days in one unit; after a termination (staffed = false) the unit stays the agent's.
CREATE TEMP TABLE post AS
SELECT agent_id, unit_id, since, until, staffed FROM (
    SELECT agent_id, unit_id, kind <> 'terminate' AS staffed, day AS since,
        coalesce(lead(day) OVER (PARTITION BY agent_id ORDER BY day, movement_id), DATE '9999-12-31') AS until
    FROM movement
) WHERE since < until;

-- Days of agents in a rank above `agent`, and what each step of a career came from.
CREATE TEMP TABLE career_step AS
SELECT agent_id, day AS since, kind, rank <> 'agent' AS above,
    coalesce(lag(rank) OVER own, 'agent') <> 'agent' AS was_above,
    coalesce(lead(day) OVER own, DATE '9999-12-31') AS until
FROM career WINDOW own AS (PARTITION BY agent_id ORDER BY day, career_id);

-- Where a customer is served: the unit of the agent who serves, or (agent_id null: an orphan) of who served last.
CREATE TEMP TABLE served AS
SELECT s.customer_id, p.unit_id, s.agent_id, greatest(s.since, p.since) AS since, least(s.until, p.until) AS until
FROM (
    SELECT customer_id, agent_id, day AS since,
        last_value(agent_id IGNORE NULLS) OVER (
            PARTITION BY customer_id ORDER BY day, assign_id ROWS UNBOUNDED PRECEDING) AS last_agent,
        coalesce(lead(day) OVER (PARTITION BY customer_id ORDER BY day, assign_id), DATE '9999-12-31') AS until
    FROM customer_assign
) s JOIN post p ON p.agent_id = s.last_agent AND p.since < s.until AND s.since < p.until
WHERE s.since < s.until;

-- First days of what ends a policy: for good, so that it owes nothing, in free-look.
CREATE TEMP TABLE ending AS
SELECT policy_id, min(day) FILTER (kind <> 'lapse') AS gone_on,
    min(day) FILTER (kind IN ('freelook_cancel', 'transfer_out', 'claim_terminated')) AS ended_on
FROM policy_change WHERE kind NOT IN ('reinstate', 'apl') GROUP BY policy_id;

-- Policies for more than a year.
CREATE TEMP TABLE long_policy AS
SELECT policy_id, customer_id, agent_id, issued, debit, coalesce(gone_on, DATE '9999-12-31') AS gone_on
FROM policy JOIN product USING (product_id) LEFT JOIN ending USING (policy_id) WHERE term_years > 1;

-- Their days in force and their lapses, each until the next turn or the end for good.
CREATE TEMP TABLE turn AS
SELECT policy_id, customer_id, issued, debit, kind, since, until FROM (
    SELECT p.*, kind, day AS since,
        least(lead(day) OVER (PARTITION BY policy_id ORDER BY day, change_id), gone_on) AS until
    FROM long_policy p JOIN (
        SELECT policy_id, 0 AS change_id, issued AS day, 'issue' AS kind FROM policy
        UNION ALL SELECT policy_id, change_id, day, kind FROM policy_change WHERE kind IN ('lapse', 'reinstate')
    ) USING (policy_id)
) WHERE since < until;

-- The same where the customer is served.
CREATE TEMP TABLE placed_turn AS
SELECT t.debit, t.kind <> 'lapse' AS in_force, s.unit_id, s.agent_id,
    greatest(t.since, s.since) AS since, least(t.until, s.until, revivable) AS until
FROM (SELECT *, CASE kind WHEN 'lapse' THEN (since + INTERVAL 24 MONTH)::DATE ELSE until END AS revivable FROM turn) t
JOIN served s ON s.customer_id = t.customer_id AND s.since < t.until AND t.since < s.until;

-- Policies issued to whom another one, issued before, was in force; whom nobody served on the eve; after a review.
CREATE TEMP TABLE mark AS
WITH again AS (
    SELECT DISTINCT o.policy_id FROM policy o JOIN turn t
    ON t.customer_id = o.customer_id AND t.kind <> 'lapse' AND t.issued < o.issued
    AND t.since <= o.issued AND o.issued < t.until
),
orphan AS (
    SELECT DISTINCT policy_id FROM policy o JOIN served s
    ON s.customer_id = o.customer_id AND s.agent_id IS NULL AND s.since < o.issued AND o.issued <= s.until
),
reviewed AS (
    SELECT DISTINCT policy_id FROM policy o JOIN customer_day c
    ON c.customer_id = o.customer_id AND c.reviews > 0 AND o.issued BETWEEN c.day AND c.day + 90
)
SELECT policy_id, again.policy_id IS NOT NULL AS again, orphan.policy_id IS NOT NULL AS orphan,
    reviewed.policy_id IS NOT NULL AS reviewed
FROM policy LEFT JOIN again USING (policy_id) LEFT JOIN orphan USING (policy_id) LEFT JOIN reviewed USING (policy_id);

-- New business: each policy on the day of issue (sign 1) and on that of its first free-look cancel (sign -1).
CREATE TEMP TABLE sale AS
SELECT b.day, b.sign, o.agent_id, o.customer_id, o.premium, o.pay_years, o.standard, o.commission, o.value, d.line,
    d.design, d.regular, d.term_years > 1 AS long, d.recorded, d.regular AND long AND o.commission > 0 AS activates,
    m.again, m.orphan, m.reviewed, o.policy_id, p.unit_id
FROM (
    SELECT policy_id, issued AS day, 1 AS sign FROM policy
    UNION ALL
    SELECT policy_id, min(day), -1 FROM policy_change JOIN policy USING (policy_id)
    WHERE kind = 'freelook_cancel' AND day >= issued GROUP BY policy_id
) b JOIN policy o USING (policy_id) JOIN product d USING (product_id) JOIN mark m USING (policy_id)
LEFT JOIN post p ON p.agent_id = o.agent_id AND p.since <= b.day AND b.day < p.until;

-- Due items with the first day of every step, of the end of their policy, and of what followed their grace.
CREATE TEMP TABLE item AS
WITH step AS (
    SELECT due_id, min(day) FILTER (kind = 'reminded') AS reminded_on,
        min(day) FILTER (kind = 'contacted') AS contacted_on,
        min(day) FILTER (kind = 'promised') AS promised_on, min(day) FILTER (kind = 'paid') AS paid_on
    FROM premium_step GROUP BY due_id
),
after AS (
    SELECT due_id, min(c.day) FILTER (c.kind = 'lapse') AS lapsed_on, min(c.day) FILTER (c.kind = 'apl') AS apl_on
    FROM premium_due d JOIN policy_change c
    ON c.policy_id = d.policy_id AND c.kind IN ('lapse', 'apl') AND c.day BETWEEN d.grace_end AND d.grace_end + 10
    GROUP BY due_id
)
SELECT d.*, s.* EXCLUDE (due_id), lapsed_on, apl_on, coalesce(gone_on, DATE '9999-12-31') AS gone_on,
    last_day(due) AS month_end, coalesce(ended_on >= due, true) AS owed,
    CASE WHEN paid_on <= grace_end THEN paid_on END AS kept_on,
    min(paid_on) OVER (PARTITION BY d.policy_id ORDER BY pay_no RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING) AS before_on,
    coalesce(o.customer_id IS NOT NULL, false) AS orphan
FROM premium_due d LEFT JOIN step s USING (due_id) LEFT JOIN after USING (due_id) LEFT JOIN ending USING (policy_id)
LEFT JOIN served o ON o.customer_id = d.customer_id AND o.agent_id IS NULL AND o.since <= due AND due < o.until;

-- Applications at the agent's unit of their day, and when each was issued, passed by rule, withdrawn.
CREATE TEMP TABLE asked AS
WITH step AS (
    SELECT application_id, min(day) FILTER (kind = 'issued') AS issued_on, min(day) FILTER (kind = 'auto') AS auto_on,
        arg_min(kind, (s.at, step_id)) FILTER (kind IN ('issued', 'withdrawn')) AS ended,
        min(day) FILTER (kind = 'withdrawn') AS left_on
    FROM application_step s GROUP BY application_id
)
SELECT a.day, unit_id, issued_on, auto_on, CASE ended WHEN 'withdrawn' THEN left_on END AS withdrawn_on
FROM application a JOIN post p ON p.agent_id = a.agent_id AND p.since <= a.day AND a.day < p.until
LEFT JOIN step USING (application_id);

-- Days on which a notice is an application's last step but a pass by rule.
CREATE TEMP TABLE pending AS
SELECT agent_id, since, until FROM (
    SELECT application_id, kind, day AS since,
        coalesce(lead(day) OVER (PARTITION BY application_id ORDER BY s.at, step_id), DATE '9999-12-31') AS until
    FROM application_step s WHERE kind <> 'auto'
) JOIN application USING (application_id) WHERE kind = 'notice' AND since < until;

-- Policies in force whose customer became an orphan, and when somebody served the customer again in time.
CREATE TEMP TABLE orphaned AS
WITH became AS (
    SELECT customer_id, unit_id, since AS day FROM (
        SELECT *, lag(until) OVER (PARTITION BY customer_id ORDER BY since) AS before FROM served WHERE agent_id IS NULL
    ) WHERE before IS NULL OR before < since
),
later AS (
    SELECT b.customer_id, b.day, min(s.since) AS again_on FROM became b JOIN served s
    ON s.customer_id = b.customer_id AND s.agent_id IS NOT NULL AND s.since > b.day GROUP BY ALL
)
SELECT b.unit_id, b.day, CASE WHEN w.worked - v.worked <= 5 THEN again_on END AS again_on
FROM became b
JOIN turn t ON t.customer_id = b.customer_id AND t.kind <> 'lapse' AND t.since <= b.day AND b.day < t.until
LEFT JOIN later l ON l.customer_id = b.customer_id AND l.day = b.day
LEFT JOIN calendar v ON v.day = b.day LEFT JOIN calendar w ON w.day = l.again_on;

-- What belongs to the end of a policy's free-look: recordings made by then, calls due by then.
CREATE TEMP TABLE recorded AS
SELECT unit_id, issued + 15 AS day, r.day AS known, CASE WHEN checked <= issued + 15 THEN checked END AS checked_on
FROM recording r JOIN policy USING (policy_id)
JOIN post p ON p.agent_id = r.agent_id AND p.since <= r.day AND r.day < p.until;

CREATE TEMP TABLE called AS
WITH call AS (
    SELECT policy_id, min(day) FILTER (result = 'ok') AS ok_on, min(day) FILTER (result = 'issue') AS issue_on
    FROM callback JOIN policy USING (policy_id) WHERE day BETWEEN issued AND issued + 15 GROUP BY policy_id
)
SELECT unit_id, issued + 15 AS day, issued AS known, ok_on, issue_on
FROM long_policy l JOIN post p ON p.agent_id = l.agent_id AND p.since <= issued AND issued < p.until
LEFT JOIN call USING (policy_id);
