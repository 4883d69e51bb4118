"""The personnel system's tables agree with the movements, and the twins differ by the plants only."""

from datetime import date

import polars as pl
import pytest

TABLES = ("career", "attendance", "training", "appraisal", "income")


@pytest.fixture(params=["planted", "healthy"])
def insurer(request):
    return request.getfixturevalue(request.param)


def spell(insurer):
    moves = insurer.table("movement")
    joined = moves.filter(kind="onboard").select("agent_id", pl.col("day").alias("joined"))
    left = moves.filter(kind="terminate").select("agent_id", pl.col("day").alias("left"))
    return joined.join(left, on="agent_id", how="left")


@pytest.mark.parametrize("name", TABLES)
def test_nobody_is_on_record_before_joining_or_after_leaving(insurer, name):
    rows = insurer.table(name)
    both = rows.join(spell(insurer), on="agent_id")
    assert both.height == rows.height
    assert (both["day"] >= both["joined"]).all()
    assert both.filter(pl.col("day") >= pl.col("left")).is_empty()


def test_every_onboarding_of_the_horizon_has_its_candidate(insurer):
    steps = insurer.table("recruit_step")
    first = steps["day"].min()
    joined = insurer.table("movement").filter(pl.col("kind") == "onboard", pl.col("day") > first)
    board = steps.filter(kind="onboard").join(joined, on=["agent_id", "day"])
    late = joined.filter(pl.col("day") >= date(2024, 3, 1))
    assert board.height == steps.filter(kind="onboard").height
    assert late.join(board, on="agent_id", how="anti").is_empty()


def test_recruiters_are_agents_with_a_number(insurer):
    agents = insurer.table("agent")["agent_id"].implode()
    assert insurer.table("recruit_step")["recruiter_id"].is_in(agents).all()


@pytest.mark.parametrize("name", [*TABLES, "recruit_step"])
def test_outside_the_plants_the_twins_are_one(planted, healthy, name):
    first = min(plant.first for plant in planted.answers.plants if plant.kind in {"collapse", "orphan_wave"})
    ours, theirs = (insurer.table(name).filter(pl.col("day") < first) for insurer in (planted, healthy))
    assert ours.equals(theirs)


@pytest.mark.parametrize("name", ["attendance", "training"])
def test_the_waves_leavers_come_no_more(planted, healthy, name):
    plant = planted.plant("orphan_wave")
    gone = planted.table("movement").filter(pl.col("kind") == "terminate", pl.col("day") == plant.first)
    gone = gone.filter(pl.col("unit_id").str.starts_with(plant.org))["agent_id"].implode()
    late = pl.col("agent_id").is_in(gone) & (pl.col("day") >= plant.first)
    assert planted.table(name).filter(late).is_empty()
    assert not healthy.table(name).filter(late).is_empty()


def test_attendance_begins_with_last_year_and_falls_in_the_collapse(planted, healthy):
    assert planted.table("attendance")["day"].min() == date(2025, 1, 2)
    plant = planted.plant("collapse")
    shares = []
    for insurer in (planted, healthy):
        rows = insurer.units(insurer.table("attendance").filter(pl.col("day") >= plant.first))
        shares.append(rows.filter(pl.col("unit_id").str.starts_with(plant.org))["present"].mean())
    assert shares[0] == pytest.approx(0.55 * shares[1], abs=0.08)
