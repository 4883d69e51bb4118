"""Review tasks and WeCom as tables."""

from datetime import date

import polars as pl
import pytest


@pytest.fixture(params=["planted", "healthy"])
def insurer(request):
    return request.getfixturevalue(request.param)


def test_a_review_done_is_the_act_of_that_day(insurer):
    done = insurer.table("review_step").filter(pl.col("kind") == "done")
    acts = insurer.acts.filter(pl.col("reviews") > 0)
    assert done.height > 20
    assert done.join(acts, on=["agent_id", "customer_id", "day"], how="anti").is_empty()


def test_a_task_has_each_step_once_and_none_without_the_one_before(insurer):
    steps = insurer.table("review_step")
    by_task = (
        steps.sort("day", "step_id").group_by("task_id", maintain_order=True).agg("kind", pl.col("day").is_sorted())
    )
    whole = ["assigned", "appointed", "done", "gap_found"]
    assert all(kinds == whole[: len(kinds)] for kinds in by_task["kind"].to_list())
    assert steps.group_by("task_id").agg(pl.col("customer_id", "agent_id").n_unique()).select(
        pl.col("customer_id", "agent_id").max()
    ).row(0) == (1, 1)


def test_tasks_begin_three_months_before_the_day(insurer):
    assigned = insurer.table("review_step").filter(pl.col("kind") == "assigned")
    months = assigned["day"].dt.truncate("1mo").unique().sort().to_list()
    assert months == [date(2026, month, 1) for month in (3, 4, 5, 6)]


def test_the_twins_share_their_tasks(planted, healthy):
    ours, theirs = (insurer.table("review_step") for insurer in (planted, healthy))
    assert ours.join(theirs, on=ours.columns, how="anti").is_empty()
    assert ours.height < theirs.height
    adds = planted.table("wecom").join(healthy.table("wecom"), on=["customer_id", "agent_id", "day"], how="anti")
    assert adds.is_empty()
