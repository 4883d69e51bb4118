-- Policies whose customer held another long-term policy, issued before, in force on the day of issue, over all
-- policies; both net of free-look cancels.
WITH again AS (
    SELECT b.* FROM booked b WHERE EXISTS (FROM in_force f JOIN policy h USING (policy_id)
        WHERE f.customer_id = b.customer_id AND h.issued < b.issued AND f.since <= b.issued AND b.issued < f.until)
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT coalesce(sum(sign), 0) FROM again b
        WHERE b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS numerator,
        (SELECT coalesce(sum(sign), 0) FROM booked b
        WHERE b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, ask.org)) AS denominator
    FROM ask
);
