from datetime import date, datetime

import pytest

from data.clock import Clock
from data.errors import UserError
from data.tables import Tables
from metrics.cells import cells_of
from metrics.compute import compute, pace_of
from metrics.warning import Paths
from metrics.warnings.settings import load as load_settings
from tests.metrics.hand import Rows

AS_OF = date(2026, 6, 16)
CLOCK = Clock(datetime(2026, 6, 17, 7))


@pytest.fixture(scope="module")
def snapshot(insurer, calendar, catalogue):
    return compute(insurer, calendar, catalogue, AS_OF, CLOCK)


def test_a_compared_day_has_the_pace_of_its_own_month(base, catalogue, calendar):
    share = pace_of(base, AS_OF, Paths(Paths.empty().rows, {"fyp_regular": 0.4}), load_settings())
    before = calendar.previous("mtd", AS_OF)
    assert (share(AS_OF), share(date(2026, 5, 31))) == (0.4, 1.0)
    assert 0 < share(before) < 1
    assert pace_of(base, AS_OF, Paths.empty(), load_settings())(before) is None
    gap = cells_of(base, catalogue, AS_OF, Paths.empty(), lambda day: 0.4 if day == AS_OF else 0.9)
    own = gap.floats("previous", "fyp_pace_gap", "mtd")
    sheet = base.at("mtd", before)
    planned = sheet["tgt_fyp_regular"] > 0
    assert own[planned] == pytest.approx((sheet["fyp_regular"][planned] / sheet["tgt_fyp_regular"][planned]) - 0.9)


def test_same_facts_same_version(snapshot, insurer, calendar, catalogue):
    later = compute(insurer, calendar, catalogue, AS_OF, Clock(datetime(2026, 6, 18, 9)))
    assert (later.version, later.cells.frame().equals(snapshot.cells.frame())) == (snapshot.version, True)
    assert compute(insurer, calendar, catalogue, date(2026, 6, 15), CLOCK).version != snapshot.version


def test_progress_is_told_and_sources_pass_through(insurer, calendar, catalogue):
    told = []
    made = compute(insurer, calendar, catalogue, AS_OF, CLOCK, told.append, ({"source": "core"},))
    assert told == ["measures", "warnings", "indicators", "trend", "funnels"]
    assert (made.sources, made.made_at) == (({"source": "core"},), CLOCK.now())


def test_without_organisations_it_says_what_to_do(tmp_path, calendar, catalogue):
    with pytest.raises(UserError, match="has not arrived"):
        compute(Tables(tmp_path), calendar, catalogue, AS_OF, CLOCK)


def test_without_facts_every_cell_says_no_data(orgs, calendar, catalogue):
    made = compute(Rows(org=orgs.to_frame().to_dicts()), calendar, catalogue, AS_OF, CLOCK)
    assert set(made.cells.frame()["reason"]) == {"no_data", "not_meaningful"}
