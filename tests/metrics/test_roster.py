from datetime import date

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.posts import posts
from metrics.roster import NOWHERE, Roster

UNITS = ["a", "b", "c"]
KINDS = ["onboard", "transfer", "terminate"]
MOVE = st.tuples(st.integers(1, 4), st.integers(1, 28), st.sampled_from(KINDS), st.sampled_from([*UNITS, "?"]))


def roster(moves):
    rows = [(at, agent, date(2026, 6, day), kind, unit) for at, (agent, day, kind, unit) in enumerate(moves)]
    schema = {"movement_id": pl.Int64, "agent_id": pl.Int32, "day": pl.Date, "kind": pl.String, "unit_id": pl.String}
    frame = pl.LazyFrame(rows, schema, orient="row")
    return Roster.from_posts(posts(nw.from_native(frame)).to_native().collect(), UNITS), rows


@given(st.lists(MOVE, max_size=12), st.integers(1, 28))
def test_the_last_movement_says_where_and_whether(moves, day):
    found, rows = roster(moves)
    units, alive = found.unit_on(date(2026, 6, day)), found.alive_on(date(2026, 6, day))
    for place, agent in enumerate(found.agents):
        own = sorted((row[2], row[0], row) for row in rows if row[1] == agent and row[2].day <= day)
        last = own[-1][2] if own else None
        assert units[place] == (UNITS.index(last[4]) if last and last[4] in UNITS else NOWHERE)
        assert alive[place] == (last is not None and last[3] != "terminate")


def test_agents_of_no_unit_are_counted_nowhere():
    found, _ = roster([(1, 5, "onboard", "b"), (2, 5, "onboard", "?")])
    assert found.per_unit(np.array([0, 1]), date(2026, 6, 6)).tolist() == [0, 1, 0]
    assert found.per_unit(np.array([0]), date(2026, 6, 4)).tolist() == [0, 0, 0]


@pytest.mark.parametrize("ids", [(2, 4), (2, 1000)])
def test_unknown_agents_are_told_apart_and_stand_before_the_next_known_one(ids):
    found, _ = roster([(agent, 5, "onboard", "b") for agent in ids])
    asked = pl.Series([0, 1, 2, 3, ids[1], 2000], dtype=pl.Int32)
    places, known = found.places(asked)
    assert known.tolist() == [False, False, True, False, True, False]
    assert places.tolist() == [0, 0, 0, 1, 1, 2]


def test_a_roster_of_nobody_knows_no_agent():
    places, known = roster([])[0].places(pl.Series([1], dtype=pl.Int32))
    assert (places.tolist(), known.tolist()) == ([0], [False])


def test_who_stands_nowhere_on_a_day_has_no_slot():
    found, _ = roster([(1, 5, "onboard", "b"), (2, 5, "onboard", "?"), (3, 9, "onboard", "a")])
    slots = found.slots_on(date(2026, 6, 6), pl.Series([1, 2, 3, 4], dtype=pl.Int32))
    assert slots.tolist() == [2, 0, 0, 0]
