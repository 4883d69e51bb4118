"""Each plant is visible where the answer sheet says, and nowhere else."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from data import demo
from data.demo import plants
from data.demo.constants import SIZES
from data.demo.days import number, timeline
from data.demo.dice import streams
from data.demo.orgs import draw

MONTH = pl.col("day") >= date(2026, 6, 1)


def inside(org):
    return pl.col("unit_id").str.starts_with(org)


def total(insurer, org, column, where=MONTH):
    return insurer.units(insurer.acts.filter(where)).filter(inside(org))[column].sum()


def staff(insurer, org, first):
    """Who is there the evening before."""
    moves = insurer.table("movement").filter(pl.col("day") < first).sort("day", "movement_id")
    newest = moves.group_by("agent_id", maintain_order=True).last()
    return newest.filter(inside(org) & (pl.col("kind") != "terminate")).height


def paid(insurer, org, first):
    steps = insurer.table("premium_step").filter((pl.col("kind") == "paid") & (pl.col("day") >= first))
    return steps.join(insurer.table("premium_due").filter(inside(org)), on="due_id").height


def test_the_healthy_twin_has_no_plants(healthy):
    assert healthy.answers.plants == ()


def test_outside_the_plants_the_twins_are_one(planted, healthy):
    hit = [plant.org for plant in planted.answers.plants if plant.kind in {"collapse", "orphan_wave"}]
    ours, theirs = (
        insurer.units(insurer.table("policy"), "issued").filter(~pl.any_horizontal(inside(org) for org in hit))
        for insurer in (planted, healthy)
    )
    assert ours.sort("policy_id").equals(theirs.sort("policy_id"))
    earlier = pl.col("day") < date(2026, 5, 1)
    assert planted.table("agent_day").filter(earlier).equals(healthy.table("agent_day").filter(earlier))
    assert planted.table("target").equals(healthy.table("target"))


def test_the_collapse_runs_down_the_funnel(planted, healthy):
    org = planted.plant("collapse").org
    names = ("visits", "valid_visits", "needs", "reviews", "proposals")
    ratio = {name: total(planted, org, name) / total(healthy, org, name) for name in names}
    assert ratio["visits"] == pytest.approx(0.35, abs=0.1)
    assert max(ratio.values()) < 0.55
    late = pl.col("issued") >= date(2026, 6, 5)
    sold = [
        insurer.units(insurer.table("policy").filter(late), "issued").filter(inside(org)).height
        for insurer in (planted, healthy)
    ]
    assert sold[0] <= 0.35 * sold[1]
    visitors = [
        insurer.units(insurer.acts.filter(MONTH)).filter(inside(org))["agent_id"].n_unique()
        for insurer in (planted, healthy)
    ]
    assert visitors[0] <= 0.8 * visitors[1]


def test_the_orphan_wave_takes_agents_and_payments(planted, healthy):
    plant = planted.plant("orphan_wave")
    leavers = planted.table("movement").filter(
        inside(plant.org) & (pl.col("kind") == "terminate") & (pl.col("day") == plant.first)
    )
    assert leavers.height == pytest.approx(0.4 * staff(healthy, plant.org, plant.first), abs=1)
    assert paid(planted, plant.org, plant.first) < 0.6 * paid(healthy, plant.org, plant.first)
    before = date(2026, 5, 1)
    assert paid(planted, plant.org, before) - paid(planted, plant.org, plant.first) == paid(
        healthy, plant.org, before
    ) - paid(healthy, plant.org, plant.first)
    contacts = pl.col("kind").is_in(["reminded", "contacted"]) & (pl.col("day") >= plant.first)
    made = [
        insurer.table("premium_step")
        .filter(contacts)
        .join(insurer.table("premium_due").filter(inside(plant.org)), on="due_id")
        .height
        for insurer in (planted, healthy)
    ]
    assert made[0] < 0.5 * made[1]


def test_the_waves_customers_are_orphans_on_the_next_day(planted, healthy):
    plant = planted.plant("orphan_wave")
    next_day = (pl.col("kind") == "orphaned") & (pl.col("day") == plant.first + timedelta(days=1))
    ours, theirs = (insurer.table("customer_assign").filter(next_day).height for insurer in (planted, healthy))
    assert ours > theirs + 300


def test_fake_visits_are_many_short_and_without_proposals(planted, healthy):
    plant = planted.plant("fake_visits")
    since = pl.col("day") >= plant.first
    visits, valid, needs, proposals = (
        total(planted, plant.org, name, since) / total(healthy, plant.org, name, since)
        for name in ("visits", "valid_visits", "needs", "proposals")
    )
    assert visits == pytest.approx(2.2, abs=0.1)
    assert valid == 1
    assert max(needs, proposals) < 0.3
    events = planted.units(planted.table("event").filter(pl.col("kind") == "visit"))
    share = events.filter(inside(plant.org)).select((pl.col("minutes") <= 2).mean()).item()
    assert share == pytest.approx(1.2 / 2.2, abs=0.08)
    assert events.filter(~inside(plant.org))["minutes"].min() > 2


def test_the_misleading_product_draws_complaints_in_its_branch(planted, healthy):
    plant = planted.plant("mislead")
    product = plants.PRODUCTS[plants.MISLEAD_PRODUCT][0]
    since = (pl.col("day") >= plant.first) & (pl.col("product_id") == product)
    ours, theirs = (insurer.table("complaint").filter(since).height for insurer in (planted, healthy))
    assert ours >= theirs + 6


def test_half_of_a_day_comes_two_days_late(planted, healthy):
    plant = planted.plant("late_data")
    late = [path for path in planted.files("event") if path.stem.endswith("-002")]
    assert [path.name[:10] for path in late] == [(plant.first + timedelta(days=2)).isoformat()]
    rows = pl.read_parquet(late[0])
    assert rows["day"].unique().to_list() == [plant.first]
    whole = planted.table("event").filter(pl.col("day") == plant.first).height
    assert rows.height == pytest.approx(whole / 2, rel=0.2)
    assert not [path for path in healthy.files("event") if path.stem.endswith("-002")]


def place(as_of):
    size, dice = SIZES["XS"], streams(3)
    return plants.scene(draw(size, dice["orgs"]), timeline(as_of, size.months), dice["plants"])


@pytest.mark.parametrize("as_of", [date(2026, 6, 2), date(2026, 6, 9), date(2026, 6, 16), date(2026, 1, 5)])
def test_every_plant_is_old_enough_to_be_seen(as_of):
    scene = place(as_of)
    worked = timeline(as_of, 20).workdays(scene.start, number(as_of) + 1)
    assert len(worked) >= 8
    assert scene.late + 2 <= number(as_of)


def test_a_young_month_leaves_the_plants_in_the_month_before():
    assert plants.answers(place(date(2026, 6, 9)))[0].first == date(2026, 5, 6)
    assert plants.answers(place(date(2026, 6, 10)))[0].first == date(2026, 6, 1)


def test_plants_of_one_branch_stand_in_different_sub_branches():
    scene = place(date(2026, 6, 16))
    orgs = [scene.collapse, scene.wave, scene.fake[:6]]
    assert len(set(orgs)) == 3
    assert all(org.startswith(scene.branch) for org in orgs)
    assert np.unique([len(org) for org in orgs]).tolist() == [6]


def test_a_seed_on_a_young_month_is_whole(tmp_path):
    answers = demo.seed(tmp_path, "XS", as_of=date(2026, 6, 3))
    assert {plant.kind for plant in answers.plants} == {
        "collapse",
        "orphan_wave",
        "fake_visits",
        "mislead",
        "late_data",
    }
