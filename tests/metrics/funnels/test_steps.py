"""The first event inside a window, against looking through all of them."""

from datetime import date, timedelta

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from metrics.funnels.steps import Events

START = date(2026, 1, 1)
EVENT = st.tuples(st.integers(1, 3), st.integers(0, 12), st.integers(0, 3), st.integers(0, 99))
ENTRANT = st.tuples(st.integers(1, 4), st.integers(0, 12))


@given(st.lists(EVENT, max_size=12), st.lists(ENTRANT, min_size=1, max_size=6), st.integers(0, 6))
def test_finds_the_first_event_inside_the_window(events, entrants, window):
    names = {"entity": pl.Int64, "day": pl.Date, "policies": pl.Int64, "cents": pl.Int64}
    rows = pl.DataFrame([(who, START + timedelta(day), *worth) for who, day, *worth in events], names, orient="row")
    origin = (START - date(1970, 1, 1)).days
    entity, day = (np.array(column, np.int64) for column in zip(*entrants, strict=True))
    found = Events.of(rows).after(entity, day + origin, window)
    for at, (who, begin) in enumerate(entrants):
        inside = [event for event in events if event[0] == who and begin <= event[1] <= begin + window]
        assert found.there[at] == bool(inside)
        if inside:
            first = min(event[1] for event in inside)
            same = [event for event in inside if event[1] == first]
            assert found.day[at] == first + origin
            assert found.policies[at] == sum(event[2] for event in same)
            assert found.cents[at] == sum(event[3] for event in same)
