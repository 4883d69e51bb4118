"""A funnel as a table: what the page shows, part by part, adding up; nothing that is not there, nothing foreign."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import polars as pl
import pytest

from cockpit.export import VIEWS, Ask, settled
from cockpit.funnel_table import COLUMNS
from cockpit.scope import Scope, Sight
from cockpit.sheets import WRITERS
from data.errors import UserError
from metrics.catalogue import load
from tests.cockpit import world
from tests.cockpit.funnels import unordered

CATALOGUE = load()


def funnelled(org="8601", root="8601", lang="zh", **words):
    sight = Sight(world.usual(), Scope((root,)))
    return VIEWS["funnel"](sight, CATALOGUE, Ask("funnel", org, "", "", lang, **words))


def test_a_funnel_is_the_pages_stage_by_stage():
    frame = funnelled(campaign="recruiting", month="2026-05")
    own = world.usual().funnels.funnel(world.usual().orgs, "8601", "recruiting", date(2026, 5, 1), closed=True)
    assert frame.schema == COLUMNS
    total = frame.filter(by="total")
    assert total["entities"].to_list() == [step.entities for step in own.steps]
    assert total["rate"].to_list() == [step.rate for step in own.steps]
    assert total["conversion"].to_list() == [step.whole for step in own.steps]
    assert total["median_days"].to_list() == [None, 2.5, 5.0, 7.5, 10.0]
    assert total["premium"].to_list() == [step.cents / 100 for step in own.steps]
    assert total["stage_name"].to_list() == [step.stage.name("zh") for step in own.steps]
    assert frame.select("campaign", "month", "cohort", "org", "org_name").unique().rows() == [
        ("recruiting", date(2026, 5, 1), "closed", "8601", world.usual().orgs.name("8601", "zh"))
    ]


def test_children_and_tenure_bands_add_up_to_the_org():
    frame = funnelled(campaign="recruiting", month="2026-05")
    sums = {by: rows.sort("stage")["entities"].to_list()
            for (by,), rows in frame.group_by("by", "stage").agg(pl.col("entities").sum()).group_by("by")}  # fmt: skip
    assert set(sums) == {"total", "child", "tenure", "week", "day"}
    assert sums["total"] == sums["child"] == sums["tenure"] == sums["week"]
    assert sums["total"][:1] == sums["day"]
    assert frame.filter(by="child")["part"].unique().sort().to_list() == ["860101", "860102", "860103"]
    poor = frame.filter(by="child", part="860102", stage=1)["rate"].item()
    assert poor == pytest.approx(0.1)
    first = frame.filter(by="tenure", stage=0)
    assert first["part_name"].to_list() == ["1 年以下", "5 年以上"]
    assert first["rate"].to_list() == [None, None]


def test_weeks_and_days_of_the_campaign():
    frame = funnelled(campaign="recruiting", month="2026-05", lang="en")
    weeks, days = frame.filter(by="week"), frame.filter(by="day")
    assert weeks.filter(stage=0).select("part", "part_name", "entities").rows() == [
        ("2", "Week 2", 1440), ("3", "Week 3", 960),
    ]  # fmt: skip
    assert weeks.filter(part="3", stage=4)["conversion"].item() == pytest.approx(72 / 960)
    assert days.select("part", "part_name", "stage", "entities", "running").rows() == [
        ("12", "Day 12", 0, 1440, 0), ("19", "Day 19", 0, 960, 0),
    ]  # fmt: skip


def test_of_the_closed_a_day_that_still_runs_has_none():
    for cohort, entered in (("closed", 0), ("all", 960)):
        frame = funnelled(campaign="recruiting", month="2026-06", cohort=cohort)
        assert frame.filter(by="day").select("part", "entities", "running").rows() == [("3", entered, 960)]
        week = frame.filter(by="week", stage=0).select("part", "part_name", "entities", "running")
        assert week.rows() == [("1", "第 1 周", entered, 960)]


def test_who_was_carried_over_is_week_and_day_0():
    frame = funnelled(campaign="renewal", month="2026-05").filter(part="0", stage=0)
    assert frame.select("by", "part_name", "entities").rows() == [("week", "往月结转", 240), ("day", "往月结转", 240)]


def test_who_leaves_on_the_side_is_said_by_exit_and_the_rest_is_lost():
    frame, units = funnelled(campaign="renewal"), len(world.usual().orgs.units) // 3
    exits = frame.filter(by="exit")
    assert exits["part"].unique(maintain_order=True).to_list() == ["debit", "apl", "paid", "lapse"]
    assert exits.filter(part="debit")["entities"].to_list() == [6 * units, 20 * units, 0, 0]
    assert exits.filter(part="debit", stage=1)["part_name"].item() == "自动扣款"
    assert exits.filter(part="debit", stage=1).select("rate", "conversion").row(0) == (20 / 90, 0.2)
    for by in ("total", "child", "tenure", "segment"):
        of = frame.filter(by=by).group_by("stage").agg(pl.col("entities", "left", "lost").sum()).sort("stage")
        assert of["left"].to_list() == [6 * units, 25 * units, 15 * units, units, 0] or by == "segment"
        onwards = of["entities"].shift(-1).fill_null(of["entities"].tail(1).item() if len(of) else 0)
        assert (of["entities"] == onwards + of["left"] + of["lost"]).all()
    assert frame["order"].unique().to_list() == ["listed"]


def test_a_campaign_in_any_order_says_so():
    usual = replace(world.usual(), funnels=unordered(world.usual().orgs))
    frame = VIEWS["funnel"](Sight(usual, Scope(("8601",))), CATALOGUE, Ask("funnel", "8601", "", "", "zh"))
    assert frame["order"].unique().to_list() == ["any"]
    for by in ("total", "tenure", "week"):
        own = frame.filter(by=by)
        assert own["rate"].to_list() == [None, 0.5, 0.4, 25 / 30, 0.2]
        assert own["conversion"].to_list() == [1.0, 0.5, 0.3, 0.4, 0.1]
        assert by == "week" or own["lost"].to_list() == [
            own["entities"][0] * part // 100 for part in (50, 30, 5, 32, 0)
        ]


def test_a_month_still_running_says_so():
    frame = funnelled(campaign="recruiting", month="2026-06", cohort="all", lang="en").filter(by="total")
    assert frame["running"].unique().to_list() == frame.filter(stage=0)["entities"].to_list()
    assert frame["median_days"].null_count() == len(frame)
    assert frame["campaign_name"][0] == world.usual().funnels["recruiting"].name("en")


def test_a_funnel_not_named_is_the_first_of_the_newest_closed_month():
    sight = Sight(world.usual(), Scope(("8601",)))
    asked = settled(sight, Ask("funnel", "8601", "", "", "zh"))
    assert (asked.campaign, asked.month, asked.place) == ("recruiting", "2026-05", ("8601", "recruiting", "2026-05"))
    assert asked.name == "funnel-8601-recruiting-2026-05-closed"
    assert settled(sight, Ask("trend", "8601", "visits", "mtd", "zh")).name == "trend-8601-visits-mtd"


@pytest.mark.parametrize(
    ("words", "says"),
    [({"campaign": "recruting"}, "Did you mean 'recruiting'"), ({"month": "2020-01"}, "Months are: 2026-05, 2026-06"),
     ({"campaign": "review"}, "has no entrants"), ({"cohort": "some"}, "closed, all")],
)  # fmt: skip
def test_a_funnel_that_is_not_there_is_refused_with_those_that_are(words, says):
    with pytest.raises(UserError, match=says):
        funnelled(**words)


def test_a_stage_named_like_a_formula_stays_a_text():
    taken = world.usual()
    campaigns = tuple(
        replace(one, name_zh="=1+1", stages=tuple(replace(stage, name_zh="@SUM(A1)") for stage in one.stages))
        for one in taken.funnels.campaigns
    )
    sight = Sight(replace(taken, funnels=replace(taken.funnels, campaigns=campaigns)), Scope(("8601",)))
    frame = VIEWS["funnel"](sight, CATALOGUE, Ask("funnel", "8601", "", "", "zh"))
    lines = WRITERS["csv"](frame).decode("utf-8-sig").splitlines()[1:]
    assert all("'=1+1" in line and "'@SUM(A1)" in line for line in lines)
    sheet = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](frame))).active
    assert sheet.cell(2, frame.columns.index("stage_name") + 1).value == "'@SUM(A1)"
    assert pl.read_parquet(io.BytesIO(WRITERS["parquet"](frame))).equals(frame)
