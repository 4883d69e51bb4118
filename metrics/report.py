"""What a recount of everything found beside the numbers that were kept: the nightly check's report."""

from dataclasses import dataclass
from datetime import date

SHOWN = 100
"""A report tells this many differences one by one; `differing` counts them all."""


@dataclass(frozen=True)
class Difference:
    """A number that was kept and the one that the recount found; None where there was none.

    `measure` is the id of a measure or an indicator (`id.field` for what stands beside its value, a status by its
    place), `day` the last day of the `period`, or the first one of a month of the trend.
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

    def joined(self, other: "Report") -> "Report":
        """This one and another of the same day: both of what they compared."""
        return Report(
            self.as_of,
            max(self.days, other.days),
            self.values + other.values,
            self.differing + other.differing,
            (self.differences + other.differences)[:SHOWN],
        )
