"""A sheet: every measure at one period and day, each worked out when a formula first asks for it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from data.calendar import Period, WorkCalendar
from data.org import OrgTree
from metrics.counts import Mark
from metrics.measures import MEASURES, TIMES, split
from metrics.targets import Targets
from metrics.window import Window

Floats = NDArray[np.float64]
PACED_BY = "tgt_fyp_regular"
"""The plan along which `pace_curve` runs."""


@dataclass(frozen=True)
class Hints:
    """What the company's paths say: a target's share of its month on the one day; the share of the month due by a day.

    `day_shares` by target measure; `pace` is that of PACED_BY, None where no path is known.
    """

    day_shares: Mapping[str, float] = field(default_factory=dict)
    pace: Callable[[date], float | None] = lambda _: None


@dataclass(frozen=True)
class Planned:
    """What a target's values are made from: the plan, one and the same, and a share of its month."""

    targets: Targets
    share: float | None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Planned) and self.targets is other.targets and self.share == other.share

    __hash__ = None  # type: ignore[assignment]


class Book(Protocol):
    """What a sheet is made from: metrics.base.Base."""

    @property
    def orgs(self) -> OrgTree: ...
    @property
    def calendar(self) -> WorkCalendar: ...
    @property
    def targets(self) -> Targets: ...
    @property
    def first(self) -> date: ...
    def known(self, name: str, window: Window) -> Floats: ...
    @property
    def since(self) -> Mapping[str, date | None]: ...
    def counted_in(self, name: str, window: Window) -> object: ...
    def mark(self, window: Window) -> Mark: ...


class Sheet(Mapping[str, Floats]):
    """Measures by name, one value a node in preorder: money in yuan, NaN where there is no data.

    A name may end with `_ly` or `_prev`: the measure of last year's same span, or of the period before.
    """

    def __init__(self, book: Book, period: Period, day: date, hints: Hints) -> None:
        self._book, self._hints = book, hints
        self._window = Window.of(book.calendar, period, day)
        self._made: dict[str, Floats] = {}
        self._origins: dict[str, object] = {}
        self._beside: dict[str, Sheet | None] = {}

    def __getitem__(self, name: str) -> Floats:
        if name not in self._made:
            self._made[name] = self._make(*split(name))
        return self._made[name]

    def origin(self, name: str) -> object:
        """What a measure's values are made from: what is the same (an array: the same one) has the same values."""
        if name not in self._origins:
            self._origins[name] = self._origin(*split(name))
        return self._origins[name]

    def origins(self) -> tuple[object, ...]:
        """What the values of all measures are made from, of other times too: where it is the same, they are."""
        sheets = (self, *(self.beside(time) for time in TIMES.values()))
        return tuple(part for sheet in sheets for part in (sheet.own_origins() if sheet else (None,)))

    def own_origins(self) -> tuple[object, ...]:
        """What the values of the sheet's own time are made from."""
        plan = Planned(self._book.targets, self._reached())
        return self._book.mark(self._window), self._book.since, plan, self._hints.day_shares

    def differing(self, before: tuple[object, ...]) -> frozenset[str] | None:
        """The measures that may have other values than with these `origins`; None: perhaps all."""
        mark, *others = self.origins()
        return mark.since(before[0]) if isinstance(mark, Mark) and others == list(before[1:]) else None

    def __iter__(self) -> Iterator[str]:
        return iter(MEASURES)

    def __len__(self) -> int:
        return len(MEASURES)

    @property
    def period(self) -> Period:
        return self._window.period

    def beside(self, time: str) -> "Sheet | None":
        """The sheet of `last_year` or of the `previous` period; None where there is none or no facts are held."""
        if time not in self._beside:
            self._beside[time] = self._open(getattr(self._book.calendar, time)(self._window.period, self._window.last))
        return self._beside[time]

    def _open(self, day: date | None) -> "Sheet | None":
        period, calendar = self._window.period, self._book.calendar
        if day is None or calendar.period_start(period, day) < self._book.first:
            return None
        return Sheet(self._book, period, day, Hints(pace=self._hints.pace))

    def _make(self, name: str, time: str | None) -> Floats:
        if time:
            other = self.beside(time)
            return np.full(len(self._book.orgs), np.nan) if other is None else other[name]
        kind = MEASURES[name].kind
        if kind == "target":
            return self._target(name)
        return self._progress(name) if kind == "calendar" else self._book.known(name, self._window)

    def _origin(self, name: str, time: str | None) -> object:
        if time:
            other = self.beside(time)
            return other and other.origin(name)
        kind = MEASURES[name].kind
        if kind == "target":
            return Planned(self._book.targets, self._share(name))
        if kind == "calendar":
            return Planned(self._book.targets, self._reached())
        return self._book.counted_in(name, self._window)

    def _target(self, name: str) -> Floats:
        return self._book.targets.shown(name, self._window.period, self._window.last, self._share(name))

    def _share(self, name: str) -> float | None:
        """Which share of its month a target has on the one day."""
        return self._hints.day_shares.get(name, self._book.targets.even_share(self._window.last))

    def _reached(self) -> float:
        """The share of the month that is due by the day."""
        share = self._hints.pace(self._window.last)
        return self._book.targets.time_progress(self._window.last) if share is None else share

    def _progress(self, name: str) -> Floats:
        """How much of the period is over: by working days, or of its plan as a usual month brings it."""
        if name == "pace_curve":
            return self._book.targets.expected(PACED_BY, self._window.period, self._window.last, self._reached())
        over, whole = self._window.worked()
        return np.full(len(self._book.orgs), over / whole if whole else np.nan)
