-- Departments whose net regular premium of the period is not above zero, over all departments.
WITH department AS (
    SELECT n, (SELECT coalesce(sum(sign * premium), 0) FROM booked b
        WHERE b.regular AND b.day BETWEEN ask.first AND ask.as_of AND starts_with(b.unit_id, o.org_id)) AS premium
    FROM ask JOIN org o ON o.level = 'department' AND starts_with(o.org_id, ask.org)
)
SELECT n, numerator, denominator, numerator / nullif(denominator, 0) AS value FROM (
    SELECT n,
        (SELECT count(*) FROM department d WHERE d.n = ask.n AND d.premium <= 0) AS numerator,
        (SELECT count(*) FROM department d WHERE d.n = ask.n) AS denominator
    FROM ask
);
