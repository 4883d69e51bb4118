"""The facts as rows functions see them: the tables, and three frames made from them."""

from collections import ChainMap, Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Protocol, TypeVar

import narwhals as nw
import numpy as np
import polars as pl

from data.calendar import WorkCalendar
from data.schemas import TABLES
from metrics.measures.kinds import YEARS_BEFORE, Rows
from metrics.posts import IN_TURN as POSTED
from metrics.posts import Frame, Lazy, posts, turned, until_next

T = TypeVar("T")
CALENDARS_KEPT = 2
ASSIGNED = ("customer_id", "day", "assign_id")


class Scans(Protocol):
    """Where the facts are: data.tables.Tables."""

    def scan(self, name: str) -> pl.LazyFrame: ...


class Facts(Mapping[str, Lazy]):
    """Tables by name and the three derived frames, each made when it is first asked for.

    What many sources stand on (`posts`, `served`, `shared` rows) is worked out once and kept, or, where `uses` says how
    often each of them is asked for, until it was asked for so often. `noting` says which tables were read. `posts_` are
    the posts where they are known already. `first` is the first day asked about.
    """

    first: date

    def __init__(
        self,
        tables: Scans,
        calendar: WorkCalendar,
        span: tuple[date, date],
        uses: Mapping[Rows, int] | None = None,
        posts_: pl.DataFrame | None = None,
    ) -> None:
        self._tables, self.first = tables, span[0]
        self._made: dict[str, Lazy] = {}
        self._same: dict[Hashable, Any] = {}
        self._kept: dict[Rows, tuple[Lazy, set[str]]] = {}
        if posts_ is not None:
            self._kept[_posts] = nw.from_native(posts_.lazy()), {"movement"}
        self._days: dict[tuple[str, frozenset[date]], Lazy] = {}
        self._uses = uses
        self._read: set[str] = set()
        self.asked: Counter[Rows] = Counter()
        self._derived: Mapping[str, Callable[[], Lazy]] = {
            "posts": lambda: self.keep(_posts),
            "served": lambda: self.keep(_served),
            "calendar": lambda: self._lazily("calendar", lambda: nw.from_native(calendar_days(calendar, span).lazy())),
        }

    def __getitem__(self, name: str) -> Lazy:
        if name in self._derived:
            return self._derived[name]()
        self._read.add(name)
        return self._lazily(name, lambda: nw.from_native(self._tables.scan(name)))

    def keep(self, rows: Rows) -> Lazy:
        """The rows of a function, worked out when they are first asked for."""
        if rows not in self._kept:
            with self.noting() as read:
                self._kept[rows] = nw.from_native(rows(self).to_native().collect().lazy()), read
        self.asked[rows] += 1
        frame, read = self._kept[rows]
        self._read |= read
        if self._uses and self.asked[rows] == self._uses.get(rows):
            del self._kept[rows]
        return frame

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """The tables that are read meanwhile, through derived and kept rows too."""
        before, self._read = self._read, set()
        try:
            yield self._read
        finally:
            before |= self._read
            self._read = before

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is made of the facts once for all who ask for it by the same key."""
        if key not in self._same:
            self._same[key] = make()
        found: T = self._same[key]
        return found

    def on(self, name: str, days: Collection[date]) -> Mapping[str, Lazy]:
        """The facts with the rows of some days only in one of the tables; they are read once."""
        key = name, frozenset(days)
        if key not in self._days:
            inside = nw.col(str(TABLES[name].day)).is_in(sorted(days))
            self._days[key] = nw.from_native(self[name].filter(inside).to_native().collect().lazy())
        return ChainMap({name: self._days[key]}, self)  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[str]:
        return iter((*TABLES, *self._derived))

    def __len__(self) -> int:
        return len(TABLES) + len(self._derived)

    def _lazily(self, name: str, make: Callable[[], Lazy]) -> Lazy:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]


def _posts(facts: Mapping[str, Lazy]) -> Lazy:
    return posts(_in_order(facts["movement"], POSTED), order=())


def _served(facts: Mapping[str, Lazy]) -> Lazy:
    assigned = facts["customer_assign"].select(*ASSIGNED, "agent_id")
    return served(_in_order(assigned, ASSIGNED), facts["posts"], order=())


def _in_order(rows: Lazy, names: Sequence[str]) -> nw.DataFrame[pl.DataFrame]:
    """The rows in the order of these columns: rows that came day by day, in order by parts, are quickly sorted so."""
    frame: pl.DataFrame = rows.to_native().collect()
    order = np.lexsort([frame[name].to_physical().to_numpy() for name in reversed(names)])
    return nw.from_native(frame[order], eager_only=True)


def served(assigned: Frame, places: Lazy, order: Sequence[str] = ASSIGNED) -> Lazy:
    """Where a customer is served: customer_id, unit_id, agent_id, since (included), until (not included).

    An orphan (`agent_id` null) is served where the agent stands who served last. The last row of a day rules the day.
    `order` as in `metrics.posts.turned`.
    """
    named = nw.when(~nw.col("agent_id").is_null()).then(nw.col("customer_id"))
    rows = assigned.with_columns(
        last=turned(nw.col("agent_id").fill_null(strategy="forward"), order),
        whose=turned(named.fill_null(strategy="forward"), order),
        ends=until_next("customer_id", order),
    ).lazy()
    known = rows.filter(nw.col("whose") == nw.col("customer_id"), nw.col("day") < nw.col("ends"))
    spells = known.select("customer_id", "agent_id", "last", "ends", begins="day")
    both = spells.join(places.select("unit_id", "since", "until", last="agent_id"), on="last")
    both = both.with_columns(since=nw.max_horizontal("begins", "since"), until=nw.min_horizontal("ends", "until"))
    return both.filter(nw.col("since") < nw.col("until")).select("customer_id", "unit_id", "agent_id", "since", "until")


@lru_cache(CALENDARS_KEPT)
def calendar_days(calendar: WorkCalendar, span: tuple[date, date]) -> pl.DataFrame:
    """day, month_end, working, workday (working days so far), from some years before `span` to its year."""
    first, last = date(span[0].year - YEARS_BEFORE, 1, 1), date(span[1].year, 12, 31)
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    worked = set(calendar.workdays(first, last))
    frame = pl.DataFrame({"day": days, "month_end": [calendar.month(day).last for day in days]})
    working = pl.Series("working", [day in worked for day in days])
    return frame.with_columns(working, working.cast(pl.Int64).cum_sum().alias("workday"))
