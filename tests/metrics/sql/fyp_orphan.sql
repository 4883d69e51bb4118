-- First-year premium, net of free-look cancels, of customers who were orphans when they bought: nobody served them at
-- the end of the day before (the sale itself may have given them an agent).
WITH orphaned AS (
    SELECT b.* FROM booked b WHERE EXISTS (FROM served s WHERE s.customer_id = b.customer_id AND s.agent_id IS NULL
        AND s.since < b.issued AND b.issued <= s.until)
)
SELECT n, value AS numerator, NULL AS denominator, value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign * premium), 0) / 100 FROM orphaned b
        WHERE b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS value
    FROM ask
);
