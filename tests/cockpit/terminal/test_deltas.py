"""Deltas: taken one after another they lead exactly to what a fresh branch says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cockpit.terminal import deltas, parts
from cockpit.terminal.parts import Ask
from data.org import Org, OrgTree
from metrics.columns import Column
from tests.cockpit import world
from tests.cockpit.terminal.reader import Held, opened
from tests.cockpit.terminal.series import changed

FIRST = world.usual()


def branch(snapshot, org):
    return Held.of(parts.encoded(snapshot, Ask("branch", org), ()))


def earlier(snapshot, org, indicator):
    """The numbers of the months before the running one."""
    nodes, trend = parts.held(snapshot.orgs, org), snapshot.trend
    return [trend.floats(field, indicator, month)[nodes] for field in ("value", "target") for month in trend.slots[:-1]]


@settings(max_examples=25, phases=(Phase.explicit, Phase.generate))  # a smaller seed is no simpler batch
@given(st.sampled_from(world.LINE), st.lists(st.integers(0, 10**6), min_size=1, max_size=4))
def test_deltas_in_a_row_give_what_a_fresh_branch_gives(org, seeds):
    held, before = branch(FIRST, org), FIRST
    for number, seed in enumerate(seeds, 2):
        after = changed(before, number, seed)
        held = held.taken(deltas.encoded(deltas.turn(before, after), org))
        assert held.same(branch(after, org))
        before = after
        for indicator in {*FIRST.indicators} - held.corrected[FIRST.version]:
            assert np.array_equal(earlier(FIRST, org, indicator), earlier(before, org, indicator), equal_nan=True)


def test_what_did_not_change_is_not_sent():
    after = replace(FIRST, version="20260617-2")
    header, blobs = opened(deltas.encoded(deltas.turn(FIRST, after), "8601"), deltas.DELTA)
    assert (header["changes"], header["moved"], blobs) == ([], [], [])
    assert "columns" not in header
    assert "orgs" not in header
    assert "warnings" not in header


def test_what_changed_elsewhere_is_not_sent():
    columns = dict(FIRST.cells.columns)
    numbers = columns["visits", "mtd"]["value"].floats().copy()
    numbers[FIRST.orgs.index("860201")] += 1
    columns["visits", "mtd"] = columns["visits", "mtd"] | {"value": Column.of(numbers)}
    after = replace(FIRST, version="20260617-2", cells=replace(FIRST.cells, columns=columns))
    turn = deltas.turn(FIRST, after)
    for org, changes in (("8601", 0), ("8602", 1), ("860201", 1), ("86", 1)):
        header, _ = opened(deltas.encoded(turn, org), deltas.DELTA)
        assert len(header["changes"]) == changes
        assert branch(FIRST, org).taken(deltas.encoded(turn, org)).same(branch(after, org))


@pytest.mark.parametrize("what", ["name", "org"])
def test_another_tree_is_no_delta(what):
    rows = [Org(**vars(org)) for org in FIRST.orgs]
    other = rows[:-1] if what == "org" else [replace(rows[0], name_zh="新名"), *rows[1:]]
    assert deltas.turn(FIRST, replace(FIRST, orgs=OrgTree(other))) is None
