"""Only what is asked for is counted, and a source keeps what the asked measures stand on."""

import pytest

from metrics.measures import SOURCES
from metrics.measures.narrow import narrowed


def counted(sources):
    return {measure.id for source in sources for measure in source.measures}


def test_all_names_leave_every_source_whole():
    assert narrowed(SOURCES, frozenset(counted(SOURCES))) == tuple(SOURCES)


def test_no_name_leaves_nothing():
    assert narrowed(SOURCES, frozenset()) == ()


@pytest.mark.parametrize("name", ["visits", "fyp_regular", "hc_begin", "proposal_cust_apply", "ren_paid_month"])
def test_a_name_keeps_its_one_source_and_drops_what_can_be_spared(name):
    (found,) = narrowed(SOURCES, frozenset({name}))
    (whole,) = (source for source in SOURCES if name in counted([source]))
    assert name in counted([found])
    assert counted([found]) <= counted([whole])
    assert len(counted([found])) <= 2
