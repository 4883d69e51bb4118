"""The acceptance on the demo insurer, both twins, at a tenth of size S: seeded, ingested, replayed."""

from datetime import date, datetime

import polars as pl
import pytest

from data.clock import Clock
from data.demo import constants, seed
from data.ingest import ingest
from data.org import OrgTree
from data.tables import Tables
from metrics.base import Base
from metrics.warnings import replay_on, warn_on

AS_OF = date(2026, 6, 16)
LEVELS = ("hq", "branch", "sub_branch", "district")
SMALL = constants.Size((1, 3, 6, 12, 36), 800, 30, 18, 3, 6.0, 14.0)


def demo(home, calendar, *, healthy):
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(constants.SIZES, "tenth", SMALL)
        answers = seed(home, size="tenth", healthy=healthy)
    tables = Tables(home / "tables")
    ingest(home / "spool", tables, Clock(datetime(2026, 6, 17, 7)))
    orgs = OrgTree.from_frame(tables.scan("org").collect())
    return Base.load(tables, orgs, calendar, date(2025, 1, 1), AS_OF), answers


@pytest.fixture(scope="module")
def planted(tmp_path_factory, calendar):
    return demo(tmp_path_factory.mktemp("planted"), calendar, healthy=False)


@pytest.fixture(scope="module")
def twin(tmp_path_factory, calendar):
    return demo(tmp_path_factory.mktemp("healthy"), calendar, healthy=True)


@pytest.mark.parametrize(
    ("kind", "indicators"),
    [("collapse", ["visits", "proposals"]), ("orphan_wave", ["ren_month_rate"]), ("fake_visits", ["proposals"])],
)
def test_a_plant_is_red_at_its_own_level_within_five_working_days(planted, calendar, settings, kind, indicators):
    base, answers = planted
    (plant,) = (each for each in answers.plants if each.kind == kind)
    start = max(plant.first, date(2026, 6, 1))
    red = replay_on(base, calendar.workdays(start, AS_OF), settings).filter(severity="red", org=plant.org)
    for indicator in indicators:
        first = red.filter(indicator=indicator)["day"].min()
        assert first is not None
        assert len(calendar.workdays(start, first)) <= 5


def test_the_branch_above_names_the_collapse_and_its_chain(planted, settings):
    base, answers = planted
    collapse = next(plant.org for plant in answers.plants if plant.kind == "collapse")
    _, warnings = warn_on(base, AS_OF, settings)
    own = next(each for each in warnings if (each.org, each.indicator) == (collapse, "fyp_regular"))
    assert [link.indicator for link in own.cause.chain] == ["proposals", "visits", "visit_agent_rate"]
    above = next(each for each in warnings if (each.org, each.indicator) == (collapse[:4], "visits"))
    assert above.cause.org in {plant.org for plant in answers.plants if plant.kind in {"collapse", "orphan_wave"}}


def test_the_wave_s_cause_is_that_customers_are_not_contacted(planted, settings):
    base, answers = planted
    wave = next(plant.org for plant in answers.plants if plant.kind == "orphan_wave")
    _, warnings = warn_on(base, AS_OF, settings)
    own = next(each for each in warnings if (each.org, each.indicator) == (wave, "ren_month_rate"))
    assert [link.indicator for link in own.cause.chain] == ["ren_contact_rate"]


def test_the_healthy_twin_is_left_in_peace(twin, calendar, settings):
    base, _ = twin
    days = calendar.workdays(date(2026, 1, 1), AS_OF)
    orgs = [org.id for org in base.orgs if org.level in LEVELS]
    red = replay_on(base, days, settings).filter(pl.col("org").is_in(orgs), severity="red")
    for span in (days, days[-40:]):
        said = red.filter(pl.col("day") >= span[0]).select("day", "org").unique()
        assert said.height <= 0.02 * len(span) * len(orgs)
