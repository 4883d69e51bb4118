"""How a month's volume spreads over its days: the pace that an ordinary month keeps.

Every day has a place in its month: the first `head` working days, the last `tail` ones (where the closing spike sits),
or in between; a day off shares the place of the working day after it, unless that is one of the last. A day's weight
is its place's, times a factor on a Saturday, Sunday or holiday without work. What arrived before the month began has
place 0. All weights are fitted over many months at once, so that months of 15 and of 23 working days teach the same
shape, each keeping its own spike at its own end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from data.calendar import Month, WorkCalendar

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
_TINY = 1e-12
ROUNDS = 60
"""Rounds of the fit; it moves by less than 1e-6 after some thirty."""
WORKED, SATURDAY, SUNDAY, HOLIDAY = range(4)
_FREE_GUESS = 0.3


@dataclass(frozen=True)
class Shape:
    """The days (n) of a month, and per slot (1 + n; slot 0 is the opening) its `places` and its `types` (WORKED ...).

    `numbers` (n): working days elapsed by the end of each day.
    """

    month: Month
    days: tuple[date, ...]
    places: Ints
    types: Ints
    numbers: Ints

    @property
    def workdays(self) -> int:
        return int(self.numbers[-1])

    def points(self, as_of: date) -> Ints:
        """The day indices of the working days up to `as_of`; days off after the last one move it to `as_of`."""
        last = min((as_of - self.days[0]).days, len(self.days) - 1)
        firsts = np.flatnonzero(np.diff(self.numbers[: last + 1], prepend=0) > 0)
        return np.append(firsts[:-1], last) if len(firsts) else firsts


def places_count(head: int, tail: int) -> int:
    """The opening, the head, the middle, the tail."""
    return 1 + head + 1 + tail


def shape(calendar: WorkCalendar, month: Month, head: int, tail: int) -> Shape:
    """The places of a month's days; a month too short for head and tail keeps its tail."""
    days = tuple(month.first + timedelta(days=n) for n in range((month.last - month.first).days + 1))
    worked = set(calendar.workdays(month.first, month.last))
    numbers = np.cumsum([day in worked for day in days])
    types = [WORKED if day in worked else {5: SATURDAY, 6: SUNDAY}.get(day.weekday(), HOLIDAY) for day in days]
    places = [
        _place(int(number), len(worked), head, tail) if day in worked else min(int(number) + 1, head + 1)
        for day, number in zip(days, numbers, strict=True)
    ]
    return Shape(month, days, np.array([0, *places]), np.array([WORKED, *types]), numbers)


def _place(number: int, count: int, head: int, tail: int) -> int:
    from_end = count - number
    return head + 1 + tail - from_end if from_end < tail else min(number, head + 1)


@dataclass(frozen=True)
class Profile:
    """The weight of each place per org (orgs, places), and of each type of day (types), the same for all."""

    weights: Floats
    types: Floats

    def daily(self, month: Shape) -> Floats:
        """The share of the month expected in each slot: (orgs, 1 + days)."""
        weights = self.weights[:, month.places] * self.types[month.types]
        return np.asarray(weights / weights.sum(axis=1, keepdims=True))

    def share(self, month: Shape) -> Floats:
        """The share of the month expected by the end of each slot: (orgs, 1 + days), rising to 1."""
        return np.asarray(np.cumsum(self.daily(month), axis=1))


@dataclass(frozen=True)
class _Slots:
    """All slots of all months in one line: their month, place, type, and the share of their month that they held."""

    month: Ints
    place: Ints
    type: Ints
    share: Floats
    importance: Floats

    @classmethod
    def of(cls, volumes: Sequence[Floats], months: Sequence[Shape], importance: Floats) -> "_Slots":
        positive = [np.clip(volume, 0, None) for volume in volumes]
        known = [at for at, part in enumerate(positive) if part.sum() > 0]
        if not known:
            return cls(*(np.zeros(0, dtype=np.intp),) * 3, np.zeros(0), np.zeros(0))
        return cls(
            np.concatenate([np.full(len(positive[at]), at) for at in known]),
            np.concatenate([months[at].places for at in known]),
            np.concatenate([months[at].types for at in known]),
            np.concatenate([positive[at] / positive[at].sum() for at in known]),
            np.concatenate([np.full(len(positive[at]), importance[at]) for at in known]),
        )


def fit(volumes: Sequence[Floats], months: Sequence[Shape], importance: Floats, places: int) -> Profile:
    """The common profile of a volume (one array (1 + days) a month), one row; linear over working days without any.

    The maximum likelihood of multinomial months, by iterative proportional fitting of places and types in turn. A prior
    worth one day of one month, linear over working days, decides about what no month has.
    """
    slots = _Slots.of(volumes, months, importance)
    weights, types = np.append(0.0, np.ones(places - 1)), np.array([1.0, *[_FREE_GUESS] * HOLIDAY])
    weights[0] = _FREE_GUESS
    for _ in range(ROUNDS):
        weights = weights * _correction(slots, weights, types, slots.place, linear(places), weights)
        types = types * _correction(slots, weights, types, slots.type, np.array([1.0, 0, 0, 0]), types)
        types[WORKED], weights = 1.0, weights * types[WORKED]
    return Profile(weights[None, :], types)


def linear(places: int) -> Floats:
    """Every working day alike, nothing before the month."""
    return np.append(0.0, np.ones(places - 1))


def _correction(slots: _Slots, weights: Floats, types: Floats, kind: Ints, prior: Floats, own: Floats) -> Floats:
    """By which factor what was seen of each kind exceeds what the weights expect of it."""
    raw = weights[slots.place] * types[slots.type]
    whole = np.bincount(slots.month, raw)
    expected = raw / whole[slots.month] if len(raw) else raw
    day = 1 / max(float(whole[whole > 0].mean()), _TINY) if len(raw) else 1.0
    seen = np.bincount(kind, slots.importance * slots.share, len(own)) + day * prior
    return np.asarray(seen / np.maximum(np.bincount(kind, slots.importance * expected, len(own)) + day * own, _TINY))


def shrink(common: Profile, volumes: Sequence[Floats], months: Sequence[Shape], case: float, cases: float) -> Profile:
    """Each org's own profile, drawn to the common one: (orgs, 1 + days) a month, `case` the volume of one case.

    Gamma-Poisson: a place's factor is (own + prior) / (expected + prior), the prior being `cases` cases.
    """
    own, expected = np.zeros((2, len(volumes[0]), common.weights.shape[1]))
    for volume, month in zip(volumes, months, strict=True):
        plan = np.clip(volume.sum(axis=1, keepdims=True), 0, None) * common.daily(month)
        at = np.eye(own.shape[1])[month.places]
        own += volume @ at
        expected += plan @ at
    prior = max(case * cases, _TINY)
    return Profile(common.weights * (np.clip(own, 0, None) + prior) / (expected + prior), common.types)
