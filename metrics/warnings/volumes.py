"""What came in on each day of a month, for each path indicator and every org, and the plan it is held against."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.calendar import Month, WorkCalendar
from data.org import LEVELS, OrgTree
from metrics.base import Base
from metrics.warnings.settings import PathRule
from metrics.window import Window

Floats = NDArray[np.float64]
COLLECTION = "ren_month_rate"
DUE = ("ren_due", "ren_paid_month", "ren_due_cnt", "ren_contacted")


@dataclass(frozen=True)
class Book:
    """The measures as they stood on `as_of`, a day that `base` holds."""

    base: Base
    as_of: date

    @property
    def orgs(self) -> OrgTree:
        return self.base.orgs

    @property
    def calendar(self) -> WorkCalendar:
        return self.base.calendar

    @property
    def levels(self) -> NDArray[np.intp]:
        """Per org the place of its level in LEVELS."""
        return np.array([LEVELS.index(org.level) for org in self.orgs])

    def volume(self, rule: PathRule, month: Month) -> Floats:
        """(orgs, 1 + days) of a month up to `as_of`, 0 after it; slot 0 holds what came before the month began."""
        by_unit = _READERS.get(rule.indicator, _flow)(self, rule.indicator, month)
        return self._rolled(by_unit)

    def whole(self, flow: str, month: Month) -> Floats:
        """(1 + days): a flow of the whole company, as `volume`."""
        return np.asarray(_flow(self, flow, month).sum(axis=0), dtype=np.float64)

    def target(self, rule: PathRule, month: Month) -> Floats:
        """Per org the month's plan in the volume's unit; NaN where there is none."""
        plan = self.base.targets.month(rule.target, month)
        whole = plan * self.due_of(month)["ren_due"] if rule.indicator == COLLECTION else plan
        return np.where(whole > 0, whole, np.nan)

    def cases(self, rule: PathRule, month: Month) -> Floats:
        """Per org how many cases the whole month's plan holds."""
        if rule.indicator == COLLECTION:
            return np.nan_to_num(self.base.targets.month(rule.target, month) * self.due_of(month)["ren_due_cnt"])
        return np.nan_to_num(self.base.targets.month(rule.cases, month))

    def due_of(self, month: Month, as_of: date | None = None) -> dict[str, Floats]:
        """Per org the collection of a due month, as of its end or an earlier day."""
        window = Window("mtd", month.first, min(as_of or month.last, self.as_of), self.calendar)
        return {name: self.base.nodes(name, window).astype(np.float64) for name in DUE}

    def _rolled(self, by_unit: NDArray[np.int64]) -> Floats:
        """(units, slots) to (orgs, slots)."""
        return np.stack([self.base.rollup.from_units(slot) for slot in by_unit.T], axis=1).astype(np.float64)


def _empty(book: Book, month: Month) -> NDArray[np.int64]:
    return np.zeros((book.base.roster.units, (month.last - month.first).days + 2), dtype=np.int64)


def _flow(book: Book, name: str, month: Month) -> NDArray[np.int64]:
    slots = _empty(book, month)
    first, last = max(month.first, book.base.first), min(month.last, book.as_of)
    if first <= last:
        start = (first - month.first).days + 1
        slots[:, start : start + (last - first).days + 1] = book.base.cube.daily(name, first, last)
    return slots


def _producing(book: Book, name: str, month: Month) -> NDArray[np.int64]:
    """Each agent on the first day in the month on which they earned the flag, at their unit at its end."""
    slots, first, last = _empty(book, month), max(month.first, book.base.first), min(month.last, book.as_of)
    if first <= last:
        agents, days = book.base.flags[name].first_days(first, last)
        unit = book.base.roster.unit_on(last)[agents]
        slot = days + (first - month.first).days + 1
        np.add.at(slots, (unit[unit >= 0], slot[unit >= 0]), 1)
    return slots


def _collected(book: Book, _: str, month: Month) -> NDArray[np.int64]:
    """Premium due in the month on the day it was paid; what was paid before the month is its opening."""
    return book.base.cohorts["ren_paid_month"].daily("ren_paid_month", month, book.as_of)


_READERS: Mapping[str, Callable[[Book, str, Month], NDArray[np.int64]]] = {
    "hc_producing": _producing,
    COLLECTION: _collected,
}
