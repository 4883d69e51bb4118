"""The frames that hold what was counted of all campaigns."""

from collections.abc import Mapping

import polars as pl

from metrics.funnels.entrants import SEGMENT, TENURE

Frames = Mapping[str, pl.DataFrame]
Kinds = dict[str, pl.DataType | type[pl.DataType]]
_KEYS: Kinds = {
    "campaign": pl.String(),
    "month": pl.Date(),
    "unit": pl.String(),
    "tenure": TENURE,
    "segment": SEGMENT,
    "closed": pl.Boolean(),
    "stage": pl.Int8(),
}
_COUNT: Kinds = {"entities": pl.Int64()}
_WORTH: Kinds = {"policies": pl.Int64(), "cents": pl.Int64()}
COUNTS = pl.Schema(_KEYS | _COUNT | _WORTH)
"""Who reached a stage, and what its events were worth. Sums over units are exact."""
DAYS = pl.Schema({"campaign": pl.String, "month": pl.Date, "org": pl.String, "stage": pl.Int8, "days": pl.Float64})
"""The median days of the closed, org by org."""
EXITS = pl.Schema(_KEYS | {"exit": pl.Int8()} | _COUNT)
"""Who left on the side after a stage, by the place of the exit."""
BOTH = pl.Schema(_KEYS | _COUNT | _WORTH)
"""In any order alone: who reached a stage and the one before, and what all of the stage brought at the last."""
_TURNS: Kinds = {name: _KEYS[name] for name in ("campaign", "month", "unit", "closed", "stage")} | {"turn": pl.Int8()}
COURSE = pl.Schema(_TURNS | _COUNT | {"stepped": pl.Int64()})
"""Who entered on each day of the campaign; and of its weeks, under the day that begins the week, who reached each later
stage. `stepped` is 0; in any order it is all of a row's entities, or none, as they reached the stage before too or not.
With days of every stage there would be twice as many rows."""
FRAMES: Mapping[str, pl.Schema] = {"counts": COUNTS, "days": DAYS, "exits": EXITS, "both": BOTH, "course": COURSE}
BY_UNIT = ("counts", "exits", "both")
