from datetime import date

import numpy as np
import pytest

from benchmarks.duck import Peer, merged, snapshot_asks, told
from data.calendar import PERIODS, WorkCalendar
from data.org import OrgTree
from metrics.base import Base
from metrics.measures import MEASURES
from tests.metrics.facts import Maker, tree_rows, write


@pytest.fixture(params=[(1, date(2026, 2, 28)), (2, date(2026, 6, 16))])
def insurer(request, tmp_path):
    """The tables of a small random insurer, and a day to ask about."""
    seed, day = request.param
    return write(tmp_path, Maker(seed).frames()), day


def test_the_peer_has_every_measure_of_the_facts_and_finds_the_same_everywhere(insurer) -> None:
    (tables, as_of), calendar, orgs = insurer, WorkCalendar(), OrgTree.from_frame(tree_rows())
    base = Base.load(tables, orgs, calendar, date(as_of.year - 1, 1, 1), as_of)
    asks = snapshot_asks(calendar, as_of)[: 2 * len(PERIODS)]
    peer = Peer.prepared(tables.root, calendar, asks)
    seen = set()
    for period, day in asks:
        found = merged(peer.answers((period, day)))
        assert found == told({"org_id": np.array(orgs.ids), **base.sums(period, day)}), (period, day)
        seen |= set(found)
    assert seen == {name for name, measure in MEASURES.items() if measure.kind not in ("target", "calendar")}
