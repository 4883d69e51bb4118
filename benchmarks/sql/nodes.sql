-- What does not add up over the tree: the premium of the tenth (rounded up) of each node's staff that sold most in the
-- period from $first to $as_of. One row a node.
WITH earned AS (
    SELECT agent_id, sum(sign * premium) AS cents FROM sale WHERE day BETWEEN $first AND $as_of GROUP BY agent_id
),
ranked AS (
    SELECT org_id, coalesce(cents, 0) AS cents,
        row_number() OVER (PARTITION BY org_id ORDER BY coalesce(cents, 0) DESC) AS place,
        count(*) OVER (PARTITION BY org_id) AS agents
    FROM post JOIN below USING (unit_id) LEFT JOIN earned USING (agent_id)
    WHERE staffed AND $as_of >= since AND $as_of < until
)
SELECT org_id, sum(cents)::BIGINT AS fyp_top10pct FROM ranked WHERE place <= (agents + 9) // 10 GROUP BY org_id;
