import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.org import OrgTree
from metrics.rollup import Rollup, places
from tests.metrics.facts import tree_rows

ORGS = OrgTree.from_frame(tree_rows())
ROLLUP = Rollup.of(ORGS)
MONEY = st.integers(-(10**15), 10**15)


@given(arrays(np.int64, len(ORGS.units), elements=MONEY))
def test_a_node_has_the_sum_of_its_units_exactly(values):
    rolled = ROLLUP.from_units(values)
    by_unit = dict(zip(ORGS.units, values.tolist(), strict=True))
    for org in ORGS.ids:
        assert int(rolled[ORGS.index(org)]) == sum(v for unit, v in by_unit.items() if unit.startswith(org))


def test_inner_nodes_count_in_their_ancestors_only():
    departments = ORGS.at_level("department")
    rolled = ROLLUP.from_nodes(places(ORGS, departments), np.ones(len(departments), dtype=np.int64))
    for org in ORGS.ids:
        assert rolled[ORGS.index(org)] == sum(one.startswith(org) for one in departments)


def test_a_department_without_units_is_zero():
    rolled = ROLLUP.from_units(np.ones(len(ORGS.units), dtype=np.int64))
    assert rolled[ORGS.index("8601010201")] == 0
