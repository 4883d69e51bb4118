from datetime import date

import numpy as np

from data.calendar import WorkCalendar
from metrics.counts import WINDOWS, Counts
from metrics.window import Window
from tests.metrics.hand import june

CALENDAR = WorkCalendar()
EARLY, LATE = (Window.of(CALENDAR, "mtd", day) for day in (june(10), june(20)))


class Asked:
    def __init__(self, value: int = 1) -> None:
        self.value, self.times = value, 0

    def __call__(self, *_):
        self.times += 1
        return np.array([self.value, 0], dtype=np.int64)


def test_what_was_counted_is_not_counted_again():
    counts, asked = Counts(), Asked(300)
    assert [counts.of("visits", EARLY, asked)[0] for _ in range(3)] == [300] * 3
    assert asked.times == 1
    counts.of("visits", LATE, asked)
    counts.of("needs", LATE, asked)
    assert asked.times == 3


def test_counts_are_as_narrow_as_they_fit():
    kept = [Counts().of("visits", EARLY, Asked(value)).dtype for value in (1, 1_000, 100_000, 10**12)]
    assert kept == [np.int8, np.int16, np.int32, np.int64]


def test_a_change_ends_the_counts_of_the_windows_that_it_reaches():
    counts, asked = Counts(), Asked()
    for name in ("visits", "needs"):
        for window in (EARLY, LATE):
            counts.of(name, window, asked)
    asked.times, after = 0, counts.without({"visits": june(20)})
    after.of("visits", EARLY, asked)
    after.of("needs", LATE, asked)
    assert asked.times == 0
    after.of("visits", LATE, asked)
    assert asked.times == 1
    counts.of("visits", LATE, asked)
    assert asked.times == 1


def test_the_mark_of_a_window_is_the_same_until_one_of_its_counts_is_over():
    counts = Counts()
    marks = [counts.mark(window) for window in (EARLY, LATE)]
    after = counts.without({"visits": june(20)})
    assert after.mark(EARLY) is marks[0]
    assert after.mark(LATE) is not marks[1]


def test_a_mark_knows_what_is_over_since_the_one_before_it_and_no_more():
    first = Counts()
    second = (first.mark(LATE), first.without({"visits": june(20)}))[1]
    third = second.without({"needs": june(1)})
    one, two, three = (counts.mark(LATE) for counts in (first, second, third))
    assert (one.since(one), two.since(one), three.since(two)) == (set(), {"visits"}, {"needs"})
    assert (three.since(one), one.since(two), Counts().mark(LATE).since(one), two.since(None)) == (None,) * 4


def test_the_windows_asked_for_longest_ago_are_forgotten():
    counts, asked = Counts(), Asked()
    days = [date.fromordinal(june(1).toordinal() + at) for at in range(WINDOWS)]
    counts.of("visits", EARLY, asked)
    for day in days:
        counts.of("visits", Window.of(CALENDAR, "day", day), asked)
    asked.times = 0
    counts.of("visits", Window.of(CALENDAR, "day", days[-1]), asked)
    assert asked.times == 0
    counts.of("visits", EARLY, asked)
    assert asked.times == 1
