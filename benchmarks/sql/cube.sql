-- The cube's flows of one day: unit and one column a measure. `event` holds the raw events of $day alone.
WITH agent AS (
    SELECT agent_id, count(*) FILTER (kind = 'visit') AS visits, count(*) FILTER (kind = 'needs') AS needs,
        count(*) FILTER (kind = 'proposal') AS proposals, count(*) FILTER (kind = 'review') AS reviews,
        count(*) FILTER (kind = 'share') AS shares,
        count(*) FILTER (kind = 'visit' AND (mode = 'f2f' OR mode = 'video') AND minutes >= 5) AS visits_f2f,
        count(*) FILTER (kind = 'read') AS share_reads, count(*) FILTER (kind = 'prospect') AS prospects_new
    FROM event GROUP BY agent_id
)
SELECT unit, sum(COLUMNS(* EXCLUDE (agent_id, unit, since, until))),
    CASE WHEN $day IN (SELECT day FROM workday) THEN count(*) ELSE 0 END AS app_agent_days
FROM agent JOIN stand USING (agent_id) WHERE since <= $day AND $day < until GROUP BY unit;

SELECT unit, sum(sign) AS policies, sum(sign) FILTER (long) AS policies_long,
    sum(sign) FILTER (line = 'ci') AS policies_ci,
    sum(sign) FILTER (regular AND premium >= 10000000) AS policies_big, sum(sign) FILTER (again) AS policies_repeat,
    sum(sign * premium) AS fyp, sum(sign * premium) FILTER (regular) AS fyp_regular,
    sum(sign * premium) FILTER (regular AND pay_years >= 10) AS fyp_reg10,
    sum(sign * premium) FILTER (NOT regular) AS fyp_single,
    sum(sign * premium) FILTER (NOT long) AS fyp_short,
    sum(sign * premium) FILTER (line IN ('ci', 'medical', 'accident')) AS fyp_protect,
    sum(sign * premium) FILTER (line = 'annuity') AS fyp_annuity,
    sum(sign * premium) FILTER (design = 'participating') AS fyp_par, sum(sign * premium) FILTER (orphan) AS fyp_orphan,
    sum(sign * standard) AS std_prem, sum(sign * commission) AS fyc, sum(sign * value) AS nbv,
    sum(premium) FILTER (sign = 1) AS gross_prem, sum(premium) FILTER (sign = -1) AS fl_cancel_prem
FROM sold WHERE day = $day GROUP BY unit;

SELECT unit, count(*) FILTER (kind = 'surrender') AS surrenders, count(*) FILTER (kind = 'reinstate') AS reinstated,
    sum(amount) FILTER (kind = 'matured') AS mature_amt
FROM turned WHERE day = $day GROUP BY unit;

SELECT unit, sum(premium) AS mature_reinv FROM reinvested WHERE day = $day GROUP BY unit;
