"""What a recount of everything found beside the numbers that were kept: the nightly check's report."""

from dataclasses import dataclass
from datetime import date

SHOWN = 100
"""A report tells this many differences one by one; `differing` counts them all."""


@dataclass(frozen=True)
class Difference:
    """A number that was kept and the one that the recount found; None where there was none.

    `measure` is the id of a measure or an indicator, `day` the last day of the `period`.
    """

    measure: str
    org: str
    period: str
    day: date
    kept: float | None
    full: float | None


@dataclass(frozen=True)
class Report:
    """One check: what was compared up to the end of `as_of`, and what differed (nothing, it is hoped).

    `days` is on how many closed days numbers were compared, `values` how many numbers, 0 where none were kept to
    compare with; `differences` holds the first SHOWN of the `differing`.
    """

    as_of: date
    days: int
    values: int
    differing: int
    differences: tuple[Difference, ...]
