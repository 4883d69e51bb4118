"""Parts of which some days are read anew, beside the same part read from scratch."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.calendar import WorkCalendar
from metrics.derived import Facts
from metrics.ground import Ground
from metrics.loading import Part, Stand
from metrics.measures import SOURCES
from metrics.renewing import renewed
from metrics.window import Window
from tests.metrics.hand import ORGS, A, B, Rows, june, moves

GROUND = Ground(ORGS, WorkCalendar(), june(1), june(16))
DAYS = st.one_of(st.just(june(16)), st.dates(date(2026, 5, 28), june(18)))
ACTS = st.lists(
    st.tuples(st.integers(1, 4), DAYS, st.integers(0, 3)), max_size=9, unique_by=lambda row: (row[0], row[1])
)
TURNS = st.lists(
    st.tuples(st.integers(1, 3), DAYS, st.sampled_from(["onboard", "terminate"]), st.sampled_from([A, B, "?"])),
    max_size=5,
)


def source_of(name):
    return next(source for source in SOURCES if source.measures[0].id == name)


def read(name, turns, **tables):
    facts = Facts(Rows(movement=moves(*turns), **tables), GROUND.calendar, (GROUND.first, GROUND.last))
    stand = Stand.of([source_of(name)], facts, GROUND)
    return facts, stand, Part.of(source_of(name), facts, stand)


def rows_of(name, acts):
    who = {"cust_visited": "customer_id"}.get(name, "agent_id")
    return {source_of(name).table: [{"agent_id": 1, who: one, "day": day, "visits": count} for one, day, count in acts]}


@pytest.mark.parametrize("name", ["visits", "hc_visit", "cust_visited"])
@given(TURNS, ACTS, ACTS, st.sets(DAYS, min_size=1, max_size=3))
@settings(max_examples=25)
def test_days_are_read_anew_as_if_they_had_been_so(name, turns, acts, others, days):
    now = [row for row in acts if row[1] not in days] + [row for row in others if row[1] in days]
    before = read(name, turns, **rows_of(name, acts))[2]
    facts, stand, full = read(name, turns, **rows_of(name, now))
    asked = before.days_of({source_of(name).table: frozenset(days)}, GROUND)
    (found,) = renewed([before], [asked], facts, stand)
    for day in (june(5), june(16)):
        window = Window("mtd", june(1), day, GROUND.calendar)
        for measure in full.engine.names:
            np.testing.assert_array_equal(found.engine.count(measure, window), full.engine.count(measure, window))


def test_where_no_day_is_read_anew_the_part_is_the_same_and_where_all_are_it_is_made_again():
    turns = [(1, june(1), "onboard", A)]
    facts, stand, part = read("visits", turns, **rows_of("visits", [(1, june(3), 2)]))
    same, made = renewed([part, part], [frozenset(), None], facts, stand)
    assert same is part
    window = Window.of(GROUND.calendar, "mtd", june(16))
    assert made.engine.count("visits", window).sum() == 2


def test_what_is_not_counted_day_by_day_is_refused():
    facts, stand, part = read("coh3_size", [])
    with pytest.raises(TypeError, match="coh3_size is not counted day by day"):
        renewed([part], [frozenset({june(3)})], facts, stand)
