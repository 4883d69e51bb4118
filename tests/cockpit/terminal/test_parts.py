"""The parts: a reader finds in them what the snapshot's cells say, to the last digit, and nothing of other orgs."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.terminal import layout, parts, words
from cockpit.terminal.parts import Ask
from data.calendar import PERIODS
from data.org import LEVELS
from metrics.catalogue import load
from metrics.columns import Column
from metrics.grid import Grid
from metrics.snapshot import CELL_SCHEMA
from tests.cockpit import world
from tests.cockpit.terminal.reader import Held

SNAPSHOT = world.usual()
IDS = SNAPSHOT.orgs.ids
HEADLINES = words.headlines(load())
BRANCHES = {org: Held.of(parts.encoded(SNAPSHOT, Ask("branch", org), HEADLINES)) for org in world.LINE}


@given(st.sampled_from(world.LINE), st.data())
def test_a_branch_says_what_the_cells_say(org, data):
    held = BRANCHES[org]
    node, name = data.draw(st.sampled_from(held.ids)), data.draw(st.sampled_from(SNAPSHOT.indicators))
    period = data.draw(st.sampled_from(PERIODS))
    cell = SNAPSHOT.cell(node, name, period)
    assert {one: held.value(node, one, name, period) for one in layout.BRANCH} == {
        one: getattr(cell, one) for one in layout.BRANCH
    }


@pytest.mark.parametrize("org", world.LINE)
def test_a_branch_holds_all_below(org):
    wanted = SNAPSHOT.orgs.subtree(org)
    if org == "86":
        wanted = [one for one in wanted if LEVELS.index(SNAPSHOT.orgs[one].level) <= 2]
    held = BRANCHES[org]
    assert held.ids == wanted
    for row in held.header["orgs"][1:]:
        assert held.ids[row[4]] == SNAPSHOT.orgs[row[0]].parent_id
    assert held.header["orgs"][0][4] == -1
    assert {one["org"] for one in held.header["warnings"]} <= set(wanted)


def test_a_branch_names_nobody_else():
    text = json.dumps(BRANCHES["860101"].header, ensure_ascii=False)
    assert SNAPSHOT.orgs["8601"].name_zh not in text.replace(SNAPSHOT.orgs["860101"].name_zh, "")
    assert not any(f'"{org}"' in text for org in IDS if not org.startswith("860101"))


@pytest.mark.parametrize("period", PERIODS)
def test_the_first_part_has_the_org_and_its_children(period):
    held = Held.of(parts.encoded(SNAPSHOT, Ask("first", "860101", period=period, top="8601"), HEADLINES))
    assert held.ids == ["860101", *SNAPSHOT.orgs.children("860101")]
    assert [row[0] for row in held.header["path"]] == ["8601"]
    assert [one["org"] for one in held.header["warnings"]] == ["860101"]
    for name in HEADLINES:
        cell = SNAPSHOT.cell("86010101", name, period)
        assert {one: held.value("86010101", one, name, period) for one in layout.FIRST} == {
            one: getattr(cell, one) for one in layout.FIRST
        }


def test_a_trend_has_the_months_of_the_held_orgs():
    held = Held.of(parts.encoded(SNAPSHOT, Ask("trend", "8601", indicator="visits"), HEADLINES))
    assert held.ids == SNAPSHOT.orgs.subtree("8601")
    for org in ("8601", "860101010101"):
        rows = SNAPSHOT.trend_of(org, "visits")
        assert held.header["periods"] == [str(month) for month in rows["month"]]
        assert [held.value(org, "value", "visits", str(month)) for month in rows["month"]] == rows["value"].to_list()


@pytest.mark.parametrize("name", [*world.PATHS, "persist_13m"])
def test_what_is_expected_by_now_is_that_of_the_path(name):
    path = SNAPSHOT.path_of("860101", name)
    wanted = path["expected"][-1] if len(path) else None
    assert BRANCHES["8601"].value("860101", "expected", name, "mtd") == wanted
    assert BRANCHES["8601"].value("860101", "expected", name, "ytd") is None


def test_funnels_say_what_the_pages_say():
    held = BRANCHES["86"]
    told = held.header["funnels"]
    assert [one["campaign"] for one in told] == [
        one.id for one in SNAPSHOT.funnels.campaigns if SNAPSHOT.funnels.months(one.id)
    ]
    for org in ("86", "8601", "860101"):
        for one in told:
            month = SNAPSHOT.funnels.newest_closed(one["campaign"])
            assert one["month"] == str(month)
            funnel = SNAPSHOT.funnels.funnel(SNAPSHOT.orgs, org, one["campaign"], month, closed=True)
            found = [0.0 if ref is None else held.blobs[ref][held.ids.index(org)] for ref in one["entities"]]
            assert found == [step.entities for step in funnel.steps]


MIXED = st.one_of(st.integers(-(2**40), 2**40).map(float), st.just(np.nan), st.floats(width=64))


@given(st.lists(MIXED, min_size=len(IDS), max_size=len(IDS)), st.sampled_from(IDS))
def test_any_number_comes_through_as_it_is(numbers, org):
    values = np.array(numbers)
    values[~np.isfinite(values)] = np.nan
    column = Column.of(values.copy())
    cells = Grid(CELL_SCHEMA, IDS, ("visits",), PERIODS, {("visits", "mtd"): {"value": column} if column else {}})
    odd = replace(SNAPSHOT, cells=cells)
    held = Held.of(parts.encoded(odd, Ask("branch", org), ()))
    for one in held.ids:
        assert held.value(one, "value", "visits", "mtd") == odd.cell(one, "visits").value
