from datetime import date

import numpy as np
import polars as pl
import pytest

from data.calendar import WorkCalendar
from metrics.base import Base
from metrics.catalogue import load as load_catalogue
from metrics.warning import PATH_SCHEMA
from metrics.warnings import REPLAY_SCHEMA, replay, replay_on, warn, warn_on
from metrics.warnings.settings import load

SICK = "860101"


@pytest.fixture(scope="module")
def said(wounded_book, settings):
    return warn_on(wounded_book.base, wounded_book.as_of, settings)


@pytest.fixture(scope="module")
def by_key(said):
    return {(warning.org, warning.indicator): warning for warning in said[1]}


def test_the_sick_sub_branch_is_warned_and_nobody_beside_it(by_key):
    for indicator in ("visits", "proposals", "fyp_regular", "ren_month_rate"):
        assert by_key[SICK, indicator].severity == "red"
    assert not [key for key in by_key if key[0].startswith("8602")]


def test_a_warning_s_figures_agree_with_one_another(by_key):
    for warning in by_key.values():
        assert warning.attainment == pytest.approx(warning.value / warning.target)
        assert warning.gap == pytest.approx(warning.attainment - warning.pace)
        assert warning.gap_volume == pytest.approx(-warning.gap * warning.target)
        assert warning.projection == pytest.approx(warning.attainment / warning.pace)
        assert warning.low < warning.projection < warning.high
        assert warning.time_progress == pytest.approx(12 / 21)
        assert warning.required_per_day == pytest.approx((warning.target - warning.value) / 9)
        assert date(2026, 6, 1) <= warning.since <= date(2026, 6, 16)
        assert warning.period == "mtd"


def test_money_is_in_yuan_and_a_rate_is_a_fraction(by_key, wounded_book):
    cents = wounded_book.base.cube.flow("fyp_regular", date(2026, 6, 1), date(2026, 6, 16))
    orgs = wounded_book.orgs
    sick = wounded_book.base.rollup.from_units(cents)[orgs.index(SICK)]
    assert by_key[SICK, "fyp_regular"].value == pytest.approx(sick / 100)
    assert by_key[SICK, "ren_month_rate"].target == pytest.approx(0.51)
    assert 0 < by_key[SICK, "ren_month_rate"].value < 0.3


def test_the_manager_of_the_org_owns_it(by_key):
    assert by_key[SICK, "visits"].owner == "manager.sub_branch"
    assert by_key[SICK, "visits"].id == "visits.860101.202606"


def test_paths_hold_every_working_day_up_to_the_as_of_day(said, wounded_book):
    rows = said[0].rows
    assert rows.schema == PATH_SCHEMA
    assert rows.height == len(wounded_book.orgs) * 5 * 12
    visits = rows.filter(org="86", indicator="visits")
    assert visits["day"].to_list() == wounded_book.calendar.workdays(date(2026, 6, 1), date(2026, 6, 16))
    assert (np.diff(visits["actual"]) >= 0).all()
    assert visits["target"].unique().to_list() == [3_520.0]
    whole = wounded_book.base.sums("mtd", date(2026, 6, 16))["visits"][0]
    assert visits["actual"][-1] == whole


def test_last_year_is_the_same_working_day(said, wounded_book):
    last = said[0].rows.filter(org="86", indicator="visits")["last_year"][-1]
    day = wounded_book.calendar.last_year("mtd", wounded_book.as_of)
    assert last == wounded_book.base.sums("mtd", day)["visits"][0]


def test_the_pace_of_each_target_s_measure(said):
    pace = said[0].pace
    warned = {"visits", "proposals", "fyp_regular", "hc_producing", "ren_rate"}
    assert set(pace) == warned | {"policies", "recruits", "ren_cash"}
    assert all(0.4 < share < 0.7 for share in pace.values())
    assert pace["policies"] == pytest.approx(pace["fyp_regular"], abs=0.02)
    assert pace["recruits"] == pytest.approx(12 / 21), "nobody was recruited: linear"


def test_on_a_free_day_the_month_to_date_counts(wounded_book, settings):
    paths, _ = warn_on(wounded_book.base, date(2026, 6, 7), settings)
    rows = paths.rows.filter(org="86", indicator="visits")
    assert rows["day"].to_list()[-1] == date(2026, 6, 7)
    assert rows["actual"][-1] == wounded_book.base.sums("mtd", date(2026, 6, 7))["visits"][0]


def test_a_month_without_a_working_day_yet_has_neither_path_nor_warning(wounded_book, settings):
    paths, warnings = warn_on(wounded_book.base, date(2026, 5, 3), settings)
    assert (paths.rows.height, dict(paths.pace), warnings) == (0, {}, ())


def test_a_replay_says_what_was_said(wounded_book, settings, said):
    days = wounded_book.calendar.workdays(date(2026, 5, 20), date(2026, 6, 16))
    rows = replay_on(wounded_book.base, days, settings)
    assert rows.schema == REPLAY_SCHEMA
    last = rows.filter(pl.col("day") == days[-1]).select("org", "indicator", "severity").rows()
    assert last == [(warning.org, warning.indicator, warning.severity) for warning in said[1]]
    _, then = warn_on(wounded_book.base, date(2026, 6, 8), settings)
    assert rows.filter(pl.col("day") == date(2026, 6, 8)).height == len(then)


def test_the_illness_is_red_within_five_working_days(wounded_book, settings):
    days = wounded_book.calendar.workdays(date(2026, 6, 1), date(2026, 6, 16))
    red = replay_on(wounded_book.base, days, settings).filter(severity="red", org=SICK)
    assert red.filter(indicator="visits")["day"].min() <= days[4]
    assert red.filter(indicator="proposals")["day"].min() <= days[4]


def test_health_is_seldom_red(healthy_book, settings):
    days = healthy_book.calendar.workdays(date(2026, 1, 1), healthy_book.as_of)
    red = replay_on(healthy_book.base, days, settings).filter(severity="red")
    assert red.select("day", "org").unique().height <= 0.02 * len(days) * len(healthy_book.orgs)


def test_warn_and_replay_read_the_facts_themselves(wounded, orgs, calendar, said, wounded_book):
    catalogue = load_catalogue()
    paths, warnings = warn(wounded, orgs, calendar, catalogue, wounded_book.as_of)
    assert warnings == said[1]
    assert paths.rows.equals(said[0].rows)
    days = [wounded_book.as_of]
    assert replay(wounded, orgs, calendar, catalogue, days).height == len(warnings)
    assert replay(wounded, orgs, calendar, catalogue, []).schema == REPLAY_SCHEMA


def test_a_catalogue_without_paths_is_silent(healthy_book):
    paths, warnings = warn_on(healthy_book.base, healthy_book.as_of, load().within({"policies"}))
    assert (paths.rows.height, warnings) == (0, ())


def test_a_work_month_is_judged_from_its_26th(wounded, orgs, settings, wounded_book):
    calendar = WorkCalendar("work")
    base = Base.load(wounded, orgs, calendar, wounded_book.base.cube.first, wounded_book.as_of)
    paths, warnings = warn_on(base, wounded_book.as_of, settings)
    days = paths.rows.filter(org="86", indicator="visits")["day"]
    assert (days[0], days[-1]) == (date(2026, 5, 26), date(2026, 6, 16))
    assert warnings
    assert all(warning.id.endswith(".202606") for warning in warnings)
