-- What every twin may stand on, written by hand: the questions, where agents stood, where customers were served.

-- The questions: n, org, as_of, period; `first` is the period's first day (natural months). The test fills it.
CREATE TABLE ask (n INTEGER, org VARCHAR, as_of DATE, period VARCHAR, first DATE);

-- An agent's days in one unit, from `since` until the day before `until`. The last movement of a day rules the day; after a
-- termination (staffed = false) the unit stays the agent's.
CREATE VIEW post AS
SELECT agent_id, unit_id, since, until, staffed FROM (
    SELECT agent_id, unit_id, kind <> 'terminate' AS staffed, day AS since,
        coalesce(lead(day) OVER (PARTITION BY agent_id ORDER BY day, movement_id), DATE '9999-12-31') AS until
    FROM movement
) WHERE since < until;

-- A customer's days with one agent, an orphan's with the last one: `agent_id` null says that nobody serves them now.
CREATE VIEW serving AS
SELECT customer_id, agent_id, last_agent, since, until FROM (
    SELECT customer_id, agent_id, day AS since,
        last_value(agent_id IGNORE NULLS) OVER (
            PARTITION BY customer_id ORDER BY day, assign_id ROWS UNBOUNDED PRECEDING) AS last_agent,
        coalesce(lead(day) OVER (PARTITION BY customer_id ORDER BY day, assign_id), DATE '9999-12-31') AS until
    FROM customer_assign
) WHERE since < until AND last_agent IS NOT NULL;

-- Where a customer is served: the unit of the agent who serves, or who served last.
CREATE VIEW served AS
SELECT s.customer_id, p.unit_id, s.agent_id, greatest(s.since, p.since) AS since, least(s.until, p.until) AS until
FROM serving s JOIN post p ON p.agent_id = s.last_agent AND p.since < s.until AND s.since < p.until;

-- A long-term policy's days in force: from its issue, or from a reinstatement, until the next lapse, and no longer than until
-- the policy ends for good.
CREATE VIEW in_force AS
SELECT policy_id, customer_id, debit, since, until FROM (
    SELECT policy_id, customer_id, debit, s.kind, s.day AS since,
        least(lead(s.day) OVER (PARTITION BY policy_id ORDER BY s.day, s.change_id), e.day, DATE '9999-12-31') AS until
    FROM policy JOIN product USING (product_id)
    JOIN (
        SELECT policy_id, 0 AS change_id, issued AS day, 'issue' AS kind FROM policy
        UNION ALL SELECT policy_id, change_id, day, kind FROM policy_change WHERE kind IN ('lapse', 'reinstate')
    ) s USING (policy_id)
    LEFT JOIN (
        SELECT policy_id, min(day) AS day FROM policy_change
        WHERE kind IN ('freelook_cancel', 'surrender', 'transfer_out', 'claim_terminated', 'matured') GROUP BY policy_id
    ) e USING (policy_id)
    WHERE term_years > 1
) WHERE kind <> 'lapse' AND since < until;

-- How many agents were on the staff before the period and are at its end.
CREATE VIEW staff AS
SELECT n,
    (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.first - 1 AND ask.first - 1 < p.until
        AND starts_with(p.unit_id, ask.org)) AS before,
    (SELECT count(*) FROM post p WHERE p.staffed AND p.since <= ask.as_of AND ask.as_of < p.until
        AND starts_with(p.unit_id, ask.org)) AS closing
FROM ask;

-- New business: each policy on the day of issue (sign 1) and, taken back, on the day of its first free-look cancel
-- (sign -1).
CREATE TABLE business AS
SELECT b.day, b.sign, o.*, d.line, d.design, d.regular, d.term_years
FROM (
    SELECT policy_id, issued AS day, 1 AS sign FROM policy
    UNION ALL
    SELECT c.policy_id, min(c.day), -1 FROM policy_change c JOIN policy o USING (policy_id)
    WHERE c.kind = 'freelook_cancel' AND c.day >= o.issued GROUP BY c.policy_id
) b JOIN policy o USING (policy_id) JOIN product d USING (product_id);

-- The same at the agent's unit of each day.
CREATE TABLE booked AS
SELECT b.*, p.unit_id FROM business b JOIN post p ON p.agent_id = b.agent_id AND p.since <= b.day AND b.day < p.until;

-- The plan of the whole period for what adds up over months; null where a month has none.
CREATE VIEW planned AS
SELECT n, measure, CASE WHEN count(*) = any_value(months) THEN sum(value) END AS value FROM (
    SELECT *, CASE period WHEN 'mtd' THEN 1 WHEN 'qtd' THEN 3 WHEN 'ytd' THEN 12 END AS months FROM ask
) a JOIN target t ON t.org_id = a.org AND t.month >= a.first AND t.month < a.first + to_months(a.months)
GROUP BY n, measure;

-- How much of the month's working days is over, of the month and of the year.
CREATE VIEW elapsed AS
SELECT n,
    (SELECT count(*) FILTER (w.day <= ask.as_of) / count(*) FROM workday w
        WHERE date_trunc('month', w.day) = date_trunc('month', ask.as_of)) AS of_month,
    (SELECT count(*) FILTER (w.day <= ask.as_of) / count(*) FROM workday w
        WHERE year(w.day) = year(ask.as_of)) AS of_year
FROM ask;

-- The spans to compare with, up to the same working day (a whole month or quarter compares with a whole one): last
-- year's (`ly_first`, `ly_last`), and the month or quarter before (`prev_first`, `prev_last`; null for a year).
CREATE VIEW compared AS
WITH numbered AS (
    SELECT day, date_trunc('month', day)::DATE AS month, date_trunc('quarter', day)::DATE AS quarter,
        row_number() OVER (PARTITION BY date_trunc('month', day) ORDER BY day) AS in_month,
        row_number() OVER (PARTITION BY date_trunc('quarter', day) ORDER BY day) AS in_quarter
    FROM workday
),
now AS (
    SELECT n, period, first, as_of, date_trunc('month', as_of)::DATE AS month,
        (SELECT count(*) FROM workday w WHERE w.day BETWEEN date_trunc('month', as_of) AND as_of) AS in_month,
        (SELECT count(*) FROM workday w WHERE w.day BETWEEN date_trunc('quarter', as_of) AND as_of) AS in_quarter
    FROM ask
),
back AS (
    SELECT *, (month - INTERVAL 1 YEAR)::DATE AS ly_month, (month - INTERVAL 1 MONTH)::DATE AS prev_month,
        (date_trunc('quarter', as_of) - INTERVAL 3 MONTH)::DATE AS prev_quarter
    FROM now
)
SELECT n, (first - INTERVAL 1 YEAR)::DATE AS ly_first,
    CASE WHEN as_of = last_day(as_of) THEN last_day(ly_month) ELSE coalesce(
        (SELECT max(w.day) FROM numbered w WHERE w.month = ly_month AND w.in_month <= back.in_month), ly_month)
    END AS ly_last,
    CASE period WHEN 'mtd' THEN prev_month WHEN 'qtd' THEN prev_quarter END AS prev_first,
    CASE WHEN period = 'mtd' AND as_of = last_day(as_of) THEN last_day(prev_month)
        WHEN period = 'mtd' THEN coalesce(
            (SELECT max(w.day) FROM numbered w WHERE w.month = prev_month AND w.in_month <= back.in_month), prev_month)
        WHEN period = 'qtd' AND as_of + 1 = date_trunc('quarter', as_of + 1) THEN date_trunc('quarter', as_of)::DATE - 1
        WHEN period = 'qtd' THEN coalesce(
            (SELECT max(w.day) FROM numbered w WHERE w.quarter = prev_quarter AND w.in_quarter <= back.in_quarter),
            prev_quarter)
    END AS prev_last
FROM back;
