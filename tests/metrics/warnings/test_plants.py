"""The acceptance on the demo insurer, both twins, at a tenth of size S: seeded, ingested, replayed."""

from datetime import date

import polars as pl
import pytest

from data.org import OrgTree
from metrics.base import Base
from metrics.warnings import replay_on, warn_on
from tests.tenth import AS_OF

LEVELS = ("hq", "branch", "sub_branch", "district")


def loaded(tenth, calendar):
    orgs = OrgTree.from_frame(tenth.tables.scan("org").collect())
    return Base.load(tenth.tables, orgs, calendar, date(2025, 1, 1), AS_OF), tenth.answers


@pytest.fixture(scope="module")
def sick(planted, calendar):
    return loaded(planted, calendar)


@pytest.fixture(scope="module")
def well(twin, calendar):
    return loaded(twin, calendar)


@pytest.mark.parametrize(
    ("kind", "indicators"),
    [("collapse", ["visits", "proposals"]), ("orphan_wave", ["ren_month_rate"]), ("fake_visits", ["proposals"])],
)
def test_a_plant_is_red_at_its_own_level_within_five_working_days(sick, calendar, settings, kind, indicators):
    base, answers = sick
    (plant,) = (each for each in answers.plants if each.kind == kind)
    start = max(plant.first, date(2026, 6, 1))
    red = replay_on(base, calendar.workdays(start, AS_OF), settings).filter(severity="red", org=plant.org)
    for indicator in indicators:
        first = red.filter(indicator=indicator)["day"].min()
        assert first is not None
        assert len(calendar.workdays(start, first)) <= 5


def test_the_branch_above_names_the_collapse_and_its_chain(sick, settings):
    base, answers = sick
    collapse = next(plant.org for plant in answers.plants if plant.kind == "collapse")
    _, warnings = warn_on(base, AS_OF, settings)
    own = next(each for each in warnings if (each.org, each.indicator) == (collapse, "fyp_regular"))
    assert [link.indicator for link in own.cause.chain] == ["proposals", "visits", "visit_agent_rate"]
    above = next(each for each in warnings if (each.org, each.indicator) == (collapse[:4], "visits"))
    assert above.cause.org in {plant.org for plant in answers.plants if plant.kind in {"collapse", "orphan_wave"}}


def test_the_wave_s_cause_is_that_customers_are_not_contacted(sick, settings):
    base, answers = sick
    wave = next(plant.org for plant in answers.plants if plant.kind == "orphan_wave")
    _, warnings = warn_on(base, AS_OF, settings)
    own = next(each for each in warnings if (each.org, each.indicator) == (wave, "ren_month_rate"))
    assert [link.indicator for link in own.cause.chain] == ["ren_contact_rate"]


def test_the_healthy_twin_is_left_in_peace(well, calendar, settings):
    base, _ = well
    days = calendar.workdays(date(2026, 1, 1), AS_OF)
    orgs = [org.id for org in base.orgs if org.level in LEVELS]
    red = replay_on(base, days, settings).filter(pl.col("org").is_in(orgs), severity="red")
    for span in (days, days[-40:]):
        said = red.filter(pl.col("day") >= span[0]).select("day", "org").unique()
        assert said.height <= 0.02 * len(span) * len(orgs)
