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
