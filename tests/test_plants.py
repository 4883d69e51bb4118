"""Every planted anomaly of the demo insurer is seen where people look for its like; on the healthy twin it is not."""

from datetime import date, datetime

import polars as pl
import pytest

from data.calendar import WorkCalendar
from data.clock import Clock
from data.demo import constants, seed
from data.health import delivered_days
from data.ingest import ingest
from data.tables import Tables
from metrics.catalogue import load
from metrics.compute import compute

AS_OF, NOW = date(2026, 6, 16), datetime(2026, 6, 17, 7)
SMALL = constants.Size((1, 3, 6, 12, 36), 800, 30, 18, 10, 6.0, 14.0)


class Insurer:
    """One demo insurer of a tenth of size S, computed."""

    def __init__(self, home, *, healthy):
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(constants.SIZES, "tenth", SMALL)
            self.answers = seed(home, size="tenth", healthy=healthy)
        self.tables = Tables(home / "tables")
        ingest(home / "spool", self.tables, Clock(NOW))
        self.snapshot = compute(self.tables, WorkCalendar(), load(), AS_OF, Clock(NOW))

    def value(self, org, indicator, period="mtd"):
        return self.snapshot.cell(org, indicator, period).value

    def siblings(self, org, indicator, period="mtd"):
        orgs = self.snapshot.orgs
        return [self.value(one, indicator, period) for one in orgs.children(orgs.path(org)[-2]) if one != org]


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    return Insurer(tmp_path_factory.mktemp("planted"), healthy=False)


@pytest.fixture(scope="module")
def twin(tmp_path_factory):
    return Insurer(tmp_path_factory.mktemp("twin"), healthy=True)


def plant(planted, kind):
    return next(each for each in planted.answers.plants if each.kind == kind)


def test_the_collapse_is_red_on_the_drill_and_its_premium_far_below_its_siblings(planted, twin):
    org = plant(planted, "collapse").org
    assert planted.snapshot.cell(org, "fyp_regular", "mtd").status == "red"
    assert planted.value(org, "visits_pa") < 0.6 * min(planted.siblings(org, "visits_pa"))
    assert planted.value(org, "visits_pa") < 0.6 * twin.value(org, "visits_pa")


def test_the_orphan_wave_is_seen_in_orphans_and_collection(planted, twin):
    org = plant(planted, "orphan_wave").org
    assert planted.value(org, "orphan_ratio") > 5 * max(planted.siblings(org, "orphan_ratio"))
    assert planted.value(org, "ren_month_rate") < 0.7 * twin.value(org, "ren_month_rate")


def test_fake_visits_are_many_and_hardly_one_is_valid(planted, twin):
    org = plant(planted, "fake_visits").org
    assert planted.value(org, "visits_pa") > 1.5 * twin.value(org, "visits_pa")
    assert planted.value(org, "valid_visit_rate") < 0.5 * min(planted.siblings(org, "valid_visit_rate"))
    assert planted.value(org, "visit_to_proposal") < 0.5 * twin.value(org, "visit_to_proposal")


def test_the_misleading_cluster_is_seen_in_quality_and_is_one_product_s_complaints(planted, twin):
    found = plant(planted, "mislead")
    assert planted.value(found.org, "dr_mislead_rate") > 1.5 * twin.value(found.org, "dr_mislead_rate")
    complaints = planted.tables.scan("complaint").filter(pl.col("day") >= found.first, topic="mislead").collect()
    counted = complaints["product_id"].value_counts(sort=True)
    assert counted["product_id"][0] in found.note
    assert counted["count"][0] >= 3 * counted["count"][1]


def test_the_late_day_is_amber_in_data_health(planted, twin):
    day = plant(planted, "late_data").first
    late = {found: delivered_days(found.tables, NOW.date()).filter(table="event", day=day) for found in (planted, twin)}
    assert late[planted]["state"].to_list() == ["late"]
    assert late[twin]["state"].to_list() == ["ok"]
