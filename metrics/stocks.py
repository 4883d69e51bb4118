"""Stocks: headcount at the end of a day. Key unit x day; over days the last counts, over the tree they add up.

Kept as changes: an agent enters a unit on one day and leaves it on another.
"""

import narwhals as nw

from metrics.posts import FOREVER, Lazy

HEADCOUNT = "headcount"


def headcount_changes(posts: Lazy) -> Lazy:
    """unit_id, day, headcount (Int64): agents who entered the unit on that day less those who left it."""
    staffed = posts.filter(nw.col("staffed"))
    entered = staffed.select("unit_id", day=nw.col("since"), headcount=nw.lit(1).cast(nw.Int64))
    left = staffed.filter(nw.col("until") < nw.lit(FOREVER))
    gone = left.select("unit_id", day=nw.col("until"), headcount=nw.lit(-1).cast(nw.Int64))
    return nw.concat([entered, gone]).group_by("unit_id", "day").agg(nw.col(HEADCOUNT).sum())
