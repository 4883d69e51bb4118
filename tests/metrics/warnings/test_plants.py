"""The acceptance on the demo insurer, both twins, at a tenth of size S: seeded, ingested, replayed."""

from datetime import date, timedelta
from functools import cached_property

import polars as pl
import pytest

from data.behaviour import agent_days
from data.org import OrgTree
from data.spool import arrival
from metrics.base import Base
from metrics.warnings import replay_on, warn_on
from metrics.warnings.gaps import missing_days, under
from tests.tenth import AS_OF

LEVELS = ("hq", "branch", "sub_branch", "district")


def loaded(tenth, calendar):
    orgs = OrgTree.from_frame(tenth.tables.scan("org").collect())
    return Base.load(tenth.tables, orgs, calendar, date(2025, 1, 1), AS_OF), tenth.answers


class Morning:
    """The tables as they were on the morning after a day: without the files of raw events that came later."""

    def __init__(self, tenth, evening):
        self.tables, self.evening = tenth.tables, evening

    @cached_property
    def late(self):
        """The events up to the evening that came after it."""
        files = (self.tables.root.parent / "spool" / "sales_app" / "event").iterdir()
        later = [pl.scan_parquet(path) for path in files if arrival(path) > self.evening]
        return pl.concat(later).filter(pl.col("day") <= self.evening).select("event_id", "day").collect()

    def before(self):
        """Deliveries of the raw events that this small insurer has kept as agent-days only."""
        first = self.tables.scan("event").select(pl.col("day").min()).collect().item()
        older = self.tables.scan("agent_day").filter(pl.col("day") < first).group_by("day")
        rows = older.agg(pl.col("app_events").sum().alias("rows"))
        return rows.with_columns(table=pl.lit("event"), file=pl.lit("x"), arrived=pl.col("day"))

    def scan(self, name):
        frame = self.tables.scan(name)
        if name == "delivery":
            return pl.concat([frame.filter(pl.col("arrived") <= self.evening), self.before()], how="diagonal")
        days = self.late["day"].unique().to_list()
        if name != "agent_day" or not days:
            return frame
        came = self.tables.scan("event").join(self.late.lazy(), on="event_id", how="anti")
        made = [agent_days(came, day).select(frame.collect_schema().names()) for day in days]
        return pl.concat([frame.filter(~pl.col("day").is_in(days)), *made])


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


def said_on(tenth, calendar, settings, evening):
    """The warnings of the morning after, by what had come."""
    tables = Morning(tenth, evening)
    orgs = OrgTree.from_frame(tables.scan("org").collect())
    base = Base.load(tables, orgs, calendar, date(2025, 1, 1), evening)
    return warn_on(base, evening, settings, missing_days(tables, calendar, evening, settings))[1]


@pytest.fixture(scope="module")
def late_day(planted):
    return planted.plant("late_data")


@pytest.mark.parametrize("after", [0, 1])
def test_the_late_day_is_grey_at_headquarters_until_its_rows_come(planted, calendar, settings, late_day, sick, after):
    evening = late_day.first + timedelta(days=after)
    said = said_on(planted, calendar, settings, evening)
    grey = {(one.org, one.indicator): one for one in said if one.severity == "grey"}
    for indicator in late_day.indicators:
        found = grey[late_day.org, indicator]
        assert (found.rule, found.owner) == ("W8", "data.sales_app")
        assert [(one.table, one.day) for one in found.cause.missing] == [("event", late_day.first)]
    assert {one.severity for one in said if one.indicator in late_day.indicators} == {"grey"}
    others = {(one.org, one.indicator): one.severity for one in said if one.indicator not in late_day.indicators}
    assert others == {
        (one.org, one.indicator): one.severity
        for one in warn_on(sick[0], evening, settings)[1]
        if one.indicator not in late_day.indicators
    }


def test_the_late_day_is_as_any_other_when_its_rows_have_come(planted, calendar, settings, late_day, sick):
    evening = late_day.first + timedelta(days=2)
    said = said_on(planted, calendar, settings, evening)
    assert not [one for one in said if one.severity == "grey" or (one.cause and one.cause.missing)]
    assert said == warn_on(sick[0], evening, settings)[1]


def test_on_the_healthy_twin_nothing_is_ever_grey(twin, calendar, settings):
    for evening in calendar.workdays(date(2026, 5, 6), AS_OF):
        missing = missing_days(Morning(twin, evening), calendar, evening, settings)
        assert not [one for rule in settings.paths for one in under(rule.facts, missing)]
