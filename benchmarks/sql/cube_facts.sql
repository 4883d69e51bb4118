-- What the peer makes for the cube once, after `post`, `served`, `ending`, `long_policy` and `turn` of facts.sql: units
-- by number, and the rows of the days from $first to $last that do not come from raw events, each at its unit.
CREATE TEMP TABLE unit AS
SELECT org_id AS unit_id, row_number() OVER (ORDER BY org_id)::INTEGER - 1 AS unit FROM org;

CREATE TEMP TABLE stand AS
SELECT agent_id, unit, since, until FROM post JOIN unit USING (unit_id) WHERE since <= $last AND until > $first;

-- Policies on the day of issue (sign 1) and on that of the first free-look cancel (sign -1).
CREATE TEMP TABLE booking AS
SELECT policy_id, issued AS day, 1 AS sign FROM policy WHERE issued BETWEEN $first AND $last
UNION ALL
SELECT policy_id, min(day), -1 FROM policy_change JOIN policy USING (policy_id)
WHERE kind = 'freelook_cancel' AND day >= issued GROUP BY policy_id HAVING min(day) BETWEEN $first AND $last;

CREATE TEMP TABLE sold AS
WITH chosen AS (FROM policy SEMI JOIN booking USING (policy_id)),
again AS (
    SELECT DISTINCT o.policy_id FROM chosen o JOIN turn t
    ON t.customer_id = o.customer_id AND t.kind <> 'lapse' AND t.issued < o.issued
    AND t.since <= o.issued AND o.issued < t.until
),
orphan AS (
    SELECT DISTINCT policy_id FROM chosen o JOIN served s
    ON s.customer_id = o.customer_id AND s.agent_id IS NULL AND s.since < o.issued AND o.issued <= s.until
)
SELECT b.day, unit, sign, premium, pay_years, standard, commission, value, line, design, regular, term_years > 1 AS long,
    again.policy_id IS NOT NULL AS again, orphan.policy_id IS NOT NULL AS orphan
FROM booking b JOIN chosen o USING (policy_id) JOIN product USING (product_id)
JOIN stand p ON p.agent_id = o.agent_id AND p.since <= b.day AND b.day < p.until
LEFT JOIN again USING (policy_id) LEFT JOIN orphan USING (policy_id);

CREATE TEMP TABLE turned AS
SELECT unit, c.day, kind, amount
FROM policy_change c JOIN long_policy USING (policy_id)
JOIN served s ON s.customer_id = long_policy.customer_id AND s.since <= c.day AND c.day < s.until JOIN unit USING (unit_id)
WHERE kind IN ('surrender', 'reinstate', 'matured') AND c.day BETWEEN $first AND $last;

CREATE TEMP TABLE reinvested AS
SELECT unit, o.issued AS day, premium
FROM policy o JOIN stand p ON p.agent_id = o.agent_id AND p.since <= o.issued AND o.issued < p.until
WHERE o.issued BETWEEN $first AND $last AND EXISTS (
    FROM policy_change c JOIN long_policy l USING (policy_id)
    WHERE c.kind = 'matured' AND l.customer_id = o.customer_id AND o.issued BETWEEN c.day AND c.day + 60
);
