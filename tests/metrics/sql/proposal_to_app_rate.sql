-- Customers with a proposal in the period, at the unit of the last proposer; of them those who applied within 30 days.
WITH ask AS (
    SELECT $org AS org, $as_of::DATE AS as_of,
        CASE $period WHEN 'day' THEN $as_of::DATE WHEN 'mtd' THEN date_trunc('month', $as_of::DATE)
            WHEN 'qtd' THEN date_trunc('quarter', $as_of::DATE) ELSE date_trunc('year', $as_of::DATE) END::DATE AS first
),
made AS (
    SELECT customer_id, agent_id, day FROM event WHERE kind = 'proposal'
    UNION
    SELECT customer_id, agent_id, day FROM customer_day
    WHERE proposals > 0 AND day < (SELECT coalesce(min(day), DATE '9999-01-01') FROM event)
),
asked AS (SELECT made.* FROM made, ask WHERE made.day BETWEEN ask.first AND ask.as_of),
customer AS (SELECT customer_id, min(day) AS first_day FROM asked GROUP BY customer_id),
proposer AS (
    SELECT customer_id, agent_id FROM asked
    QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY day DESC, agent_id DESC) = 1
),
placed AS (
    SELECT customer.*, (
        SELECT m.unit_id FROM movement m WHERE m.agent_id = proposer.agent_id AND m.day <= ask.as_of
        ORDER BY m.day DESC, m.movement_id DESC LIMIT 1
    ) AS unit_id
    FROM customer JOIN proposer USING (customer_id), ask
),
found AS (
    SELECT count(*) AS denominator, count(*) FILTER (EXISTS (
        SELECT 1 FROM application a WHERE a.customer_id = placed.customer_id
        AND a.day >= placed.first_day AND a.day <= placed.first_day + 30 AND a.day <= ask.as_of
    )) AS numerator
    FROM placed, ask WHERE starts_with(placed.unit_id, ask.org)
)
SELECT numerator, denominator, numerator / nullif(denominator, 0) AS value FROM found;
