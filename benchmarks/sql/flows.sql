-- Flows: what each unit did on each day, read once. One statement a table of facts; each of its columns is a measure.
SELECT unit_id, m.day, count(*) FILTER (kind = 'onboard') AS recruits, count(*) FILTER (kind = 'terminate') AS leavers
FROM (SELECT agent_id, day, kind FROM movement) m
JOIN post p ON p.agent_id = m.agent_id AND p.since <= m.day AND m.day < p.until GROUP BY ALL;

SELECT unit_id, c.since AS day, count(*) FILTER (kind = 'promoted' AND above AND NOT was_above) AS sup_promoted,
    count(*) FILTER (kind = 'demoted' AND was_above AND NOT above) AS sup_demoted
FROM career_step c JOIN post p ON p.agent_id = c.agent_id AND p.since <= c.since AND c.since < p.until GROUP BY ALL;

SELECT unit_id, r.day, count(*) FILTER (kind = 'contact') AS rc_contacts,
    count(*) FILTER (kind = 'interview') AS rc_interviews
FROM recruit_step r JOIN post p ON p.agent_id = r.recruiter_id AND p.since <= r.day AND r.day < p.until GROUP BY ALL;

SELECT unit_id, a.day, count(*) AS attend_due, count(*) FILTER (present) AS attend_days, count(*) AS meet_due,
    count(*) FILTER (meeting) AS meet_present
FROM attendance a JOIN post p ON p.agent_id = a.agent_id AND p.since <= a.day AND a.day < p.until GROUP BY ALL;

SELECT unit_id, t.day, count(*) AS train_due, count(*) FILTER (passed) AS train_done, sum(minutes) AS train_minutes
FROM training t JOIN post p ON p.agent_id = t.agent_id AND p.since <= t.day AND t.day < p.until GROUP BY ALL;

SELECT unit_id, a.day, count(*) AS appraise_due, count(*) FILTER (result IN ('promote', 'keep')) AS appraise_pass
FROM appraisal a JOIN post p ON p.agent_id = a.agent_id AND p.since <= a.day AND a.day < p.until GROUP BY ALL;

SELECT unit_id, i.day, sum(amount) AS income_sum
FROM income i JOIN post p ON p.agent_id = i.agent_id AND p.since <= i.day AND i.day < p.until GROUP BY ALL;

SELECT unit_id, a.day, sum(visits) AS visits, sum(needs) AS needs, sum(proposals) AS proposals, sum(reviews) AS reviews,
    sum(shares) AS shares, sum(valid_visits) AS visits_f2f, sum(reads) AS share_reads, sum(prospects) AS prospects_new,
    count(*) FILTER (app_events > 0 AND w.day IS NOT NULL) AS app_agent_days
FROM agent_day a JOIN post p ON p.agent_id = a.agent_id AND p.since <= a.day AND a.day < p.until
LEFT JOIN workday w ON w.day = a.day GROUP BY ALL;

SELECT unit_id, w.day, count(*) AS wecom_new
FROM wecom w JOIN post p ON p.agent_id = w.agent_id AND p.since <= w.day AND w.day < p.until GROUP BY ALL;

SELECT unit_id, a.day, count(*) FILTER (channel = 'mobile') AS apps_e, sum(premium) AS app_prem
FROM application a JOIN post p ON p.agent_id = a.agent_id AND p.since <= a.day AND a.day < p.until GROUP BY ALL;

SELECT unit_id, i.day, count(*) AS issued_timed, sum(minutes) AS issue_minutes FROM (
    SELECT agent_id, min(s.at)::DATE AS day, datesub('minute', any_value(a.at), min(s.at)) AS minutes
    FROM application a JOIN application_step s USING (application_id)
    WHERE s.kind = 'issued' GROUP BY application_id, agent_id HAVING any_value(a.at) <= min(s.at)
) i JOIN post p ON p.agent_id = i.agent_id AND p.since <= i.day AND i.day < p.until GROUP BY ALL;

SELECT unit_id, day, sum(sign) AS policies, sum(sign) FILTER (long) AS policies_long,
    sum(sign) FILTER (line = 'ci') AS policies_ci,
    sum(sign) FILTER (regular AND premium >= 10000000) AS policies_big, sum(sign) FILTER (again) AS policies_repeat,
    sum(sign * premium) AS fyp, sum(sign * premium) FILTER (regular) AS fyp_regular,
    sum(sign * premium) FILTER (regular AND pay_years >= 10) AS fyp_reg10,
    sum(sign * premium) FILTER (NOT regular) AS fyp_single,
    sum(sign * premium) FILTER (NOT long) AS fyp_short,
    sum(sign * premium) FILTER (line IN ('ci', 'medical', 'accident')) AS fyp_protect,
    sum(sign * premium) FILTER (line = 'annuity') AS fyp_annuity,
    sum(sign * premium) FILTER (design = 'participating') AS fyp_par, sum(sign * premium) FILTER (orphan) AS fyp_orphan,
    sum(sign * premium) FILTER (reviewed) AS review_fyp,
    sum(sign * standard) AS std_prem, sum(sign * commission) AS fyc, sum(sign * value) AS nbv,
    sum(premium) FILTER (sign = 1) AS gross_prem, sum(premium) FILTER (sign = -1) AS fl_cancel_prem
FROM sale WHERE unit_id IS NOT NULL GROUP BY ALL;

SELECT unit_id, c.day, count(*) FILTER (kind = 'surrender') AS surrenders,
    count(*) FILTER (kind = 'reinstate') AS reinstated, sum(amount) FILTER (kind = 'matured') AS mature_amt
FROM policy_change c JOIN long_policy USING (policy_id)
JOIN served s ON s.customer_id = long_policy.customer_id AND s.since <= c.day AND c.day < s.until
WHERE kind IN ('surrender', 'reinstate', 'matured') GROUP BY ALL;

SELECT unit_id, day, sum(premium) AS mature_reinv
FROM sale WHERE sign = 1 AND unit_id IS NOT NULL AND EXISTS (
    FROM policy_change c JOIN long_policy l USING (policy_id)
    WHERE c.kind = 'matured' AND l.customer_id = sale.customer_id AND sale.day BETWEEN c.day AND c.day + 60
) GROUP BY ALL;

SELECT unit_id, s.day, count(*) FILTER (kind = 'debit_ok') AS debit_ok,
    count(*) FILTER (kind IN ('debit_ok', 'debit_failed')) AS debit_try,
    sum(s.amount) FILTER (kind = 'paid') AS ren_cash
FROM premium_step s JOIN premium_due USING (due_id)
WHERE kind IN ('debit_ok', 'debit_failed', 'paid') GROUP BY ALL;

SELECT unit_id, r.day, count(*) AS dr_first, count(*) FILTER (passed) AS dr_first_pass,
    count(*) FILTER (rework) AS dr_rework, count(*) FILTER (mislead) AS dr_mislead, sum(minutes) AS dr_minutes
FROM recording r JOIN post p ON p.agent_id = r.agent_id AND p.since <= r.day AND r.day < p.until GROUP BY ALL;

SELECT unit_id, s.day, count(*) AS dr_required, count(*) FILTER (r.day <= s.day) AS dr_done
FROM sale s LEFT JOIN (SELECT policy_id, min(day) AS day FROM recording GROUP BY policy_id) r USING (policy_id)
WHERE sign = 1 AND recorded AND unit_id IS NOT NULL GROUP BY ALL;

SELECT unit_id, c.day, count(*) AS complaints
FROM complaint c JOIN post p ON p.agent_id = c.agent_id AND p.since <= c.day AND c.day < p.until GROUP BY ALL;

SELECT unit_id, day, count(*) AS sv_meetings FROM meeting GROUP BY ALL;
