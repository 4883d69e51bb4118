"""Facts agree with one another, with plants or without."""

from datetime import date, timedelta

import polars as pl
import pytest

SINCE = date(2025, 3, 1)  # a month and more of behaviour lies before


@pytest.fixture(params=["planted", "healthy"])
def insurer(request):
    return request.getfixturevalue(request.param)


def test_applications_come_from_proposals_of_the_same_customer(insurer):
    fake = [plant for plant in insurer.answers.plants if plant.kind == "fake_visits"]
    rows = insurer.units(insurer.table("application")).filter(pl.col("day") >= SINCE)
    for plant in fake:  # there, sales go on without a proposal on record
        rows = rows.filter(~pl.col("unit_id").str.starts_with(plant.org) | (pl.col("day") < plant.first))
    proposals = insurer.acts.filter(pl.col("proposals") > 0)
    pairs = rows.join(proposals, on=["agent_id", "customer_id"], suffix="_proposal")
    near = pairs.filter((pl.col("day") - pl.col("day_proposal")).is_between(timedelta(0), timedelta(days=30)))
    assert near["application_id"].n_unique() == rows.height


def test_proposals_are_made_on_visits(insurer):
    with_proposal = insurer.acts.filter(pl.col("proposals") > 0)
    alone = with_proposal.filter(pl.col("visits") == 0)
    assert alone.height <= 0.02 * with_proposal.height


def test_policies_come_from_applications(insurer):
    policies = insurer.table("policy").filter(pl.col("application_id").is_not_null())
    both = policies.join(insurer.table("application"), on="application_id", suffix="_signed")
    assert both.height == policies.height
    assert (both["issued"] >= both["day"]).all()
    for column in ("agent_id", "customer_id", "product_id", "premium"):
        assert (both[column] == both[f"{column}_signed"]).all()


def test_agents_join_once_move_while_there_and_leave_once(insurer):
    moves = insurer.table("movement").sort("agent_id", "day", "movement_id")
    kinds = moves.group_by("agent_id", maintain_order=True).agg("kind")["kind"]
    for history in kinds.to_list():
        assert history[0] == "onboard"
        assert history.count("onboard") == 1
        assert "terminate" not in history[:-1]
    assert set(moves["agent_id"]) == set(insurer.table("agent")["agent_id"])


def test_nobody_acts_before_joining_or_after_leaving(insurer):
    moves = insurer.table("movement")
    joined = moves.filter(pl.col("kind") == "onboard").select("agent_id", pl.col("day").alias("joined"))
    left = moves.filter(pl.col("kind") == "terminate").select("agent_id", pl.col("day").alias("left"))
    acts = insurer.acts.join(joined, on="agent_id", how="left").join(left, on="agent_id", how="left")
    assert (acts["day"] >= acts["joined"]).all()
    assert acts.filter(pl.col("day") > pl.col("left")).is_empty()
    events = insurer.table("event").join(left, on="agent_id", how="left")
    assert events.filter(pl.col("day") > pl.col("left")).is_empty()


def test_agent_days_and_customer_days_tell_the_same(insurer):
    counts = ("visits", "valid_visits", "needs", "proposals", "reviews")
    days = insurer.table("agent_day").select("agent_id", "day", *counts)
    customers = insurer.table("customer_day").group_by("agent_id", "day").agg(pl.col(counts).sum())
    busy = days.filter(pl.sum_horizontal(counts) > 0)
    assert customers.select(days.columns).sort("day", "agent_id").equals(busy.sort("day", "agent_id"))


def test_raw_events_begin_where_agent_days_end(insurer):
    assert insurer.table("agent_day")["day"].max() + timedelta(days=1) == insurer.table("event")["day"].min()
    assert insurer.table("event")["day"].n_unique() == 10


def test_due_items_are_anniversaries_of_regular_policies(insurer):
    regular = insurer.table("product").filter("regular")["product_id"].implode()
    dues = insurer.table("premium_due").join(insurer.table("policy"), on="policy_id", suffix="_policy")
    assert dues.height == insurer.table("premium_due").height
    years = dues["due"].dt.year() - dues["issued"].dt.year()
    assert (years == dues["pay_no"] - 1).sum() >= 0.999 * dues.height  # the old book has rounded years
    assert dues["product_id"].is_in(regular).all()
    assert (dues["amount"] == dues["premium"]).all()
    assert (dues["pay_no"] <= dues["pay_years"]).all()


def test_an_item_is_paid_once_and_in_full(insurer):
    paid = insurer.table("premium_step").filter(pl.col("kind") == "paid")
    both = paid.join(insurer.table("premium_due"), on="due_id", suffix="_due")
    assert both.height == paid.height
    assert paid["due_id"].is_unique().all()
    assert (both["amount"] == both["amount_due"]).all()


def test_nothing_falls_due_after_a_policy_has_ended(insurer):
    ends = ["freelook_cancel", "transfer_out", "claim_terminated"]
    ended = insurer.table("policy_change").filter(pl.col("kind").is_in(ends))
    both = insurer.table("premium_due").join(ended, on="policy_id")
    assert both.filter(pl.col("due") >= pl.col("day")).is_empty()


def test_a_later_premium_is_due_only_where_the_earlier_one_was_paid(insurer):
    dues, steps = insurer.table("premium_due"), insurer.table("premium_step")
    paid = steps.filter(pl.col("kind") == "paid")["due_id"].implode()
    unpaid = dues.filter(~pl.col("due_id").is_in(paid) & (pl.col("grace_end") < date(2026, 5, 1)))
    both = dues.join(unpaid, on="policy_id", suffix="_unpaid")
    assert both.filter(pl.col("pay_no") > pl.col("pay_no_unpaid")).is_empty()


def test_an_orphan_is_assigned_to_somebody_who_is_there(insurer):
    rows = insurer.table("customer_assign")
    assert rows.filter(pl.col("kind") == "orphaned")["agent_id"].is_null().all()
    moves = insurer.table("movement")
    left = moves.filter(pl.col("kind") == "terminate").select("agent_id", pl.col("day").alias("left"))
    assigned = rows.filter(pl.col("kind") == "assigned").join(left, on="agent_id", how="left")
    assert assigned.filter(pl.col("left") < pl.col("day")).is_empty()


def test_service_speaks_of_policies_that_exist(insurer):
    policies = insurer.table("policy").select("policy_id", "agent_id", "product_id", "issued")
    for name in ("recording", "callback", "complaint"):
        rows = insurer.table(name)
        both = rows.join(policies, on=[key for key in policies.columns if key in rows.columns])
        assert both.height == rows.height
        after = (both["day"] - both["issued"]).dt.total_days()
        assert (after <= 0 if name == "recording" else after >= 0).all()
