"""The tables of sales agree with one another, with plants or without."""

import polars as pl
import pytest

from data.demo import products, rates


@pytest.fixture(params=["planted", "healthy"])
def insurer(request):
    return request.getfixturevalue(request.param)


def test_everybody_who_bought_is_a_customer_from_then_on(insurer):
    first = insurer.table("policy").group_by("customer_id").agg(pl.col("issued").min().alias("since"))
    customers = insurer.table("customer").select("customer_id", "since")
    assert customers.sort("customer_id").equals(first.sort("customer_id"))


def test_customers_are_the_same_people_in_both_twins(planted, healthy):
    columns = ("customer_id", "born", "segment")
    both = planted.table("customer").select(columns).join(healthy.table("customer").select(columns), on=columns[0])
    assert (both["born"] == both["born_right"]).all()
    assert (both["segment"] == both["segment_right"]).all()
    assert set(both["segment"]) == set("abcd")


def test_a_policy_is_worth_its_products_share(insurer):
    policies = insurer.table("policy")
    number = {row[0]: at for at, row in enumerate(products.PRODUCTS)}
    product = policies["product_id"].replace_strict(number).to_numpy()
    for worth in rates.WORTHS:
        cents = rates.cents(worth, policies["premium"].to_numpy(), product, policies["pay_years"].to_numpy())
        assert (policies[worth].to_numpy() == cents).all()


def test_a_policy_and_its_application_are_issued_on_one_day(insurer):
    policies = insurer.table("policy").filter(pl.col("application_id").is_not_null())
    steps = insurer.table("application_step").filter(kind="issued")
    known = insurer.table("application").filter(pl.col("day") >= steps["day"].min())
    recent = policies.join(known, on="application_id", how="semi")
    both = recent.join(steps, on="application_id")
    assert both.height == recent.height == steps.height
    assert (both["issued"] == both["day"]).all()


def test_steps_belong_to_applications_and_come_after_them(insurer):
    both = insurer.table("application_step").join(insurer.table("application"), on="application_id", suffix="_signed")
    assert both.height == insurer.table("application_step").height
    assert (both["at"] >= both["at_signed"]).all()


def test_some_notices_wait_for_an_answer(healthy):
    steps = healthy.table("application_step")
    closed = steps.filter(pl.col("kind").is_in(["answered", "withdrawn", "declined", "issued"]))
    waiting = steps.filter(kind="notice").join(closed, on="application_id", how="anti")
    assert 0 < waiting.height < 0.05 * steps.filter(kind="notice").height + 20


def test_debits_are_made_where_signed(insurer):
    steps = insurer.table("premium_step").filter(pl.col("kind").str.starts_with("debit"))
    dues = steps.join(insurer.table("premium_due").select("due_id", "policy_id"), on="due_id")
    both = dues.join(insurer.table("policy").select("policy_id", "debit"), on="policy_id")
    assert both.height == steps.height > 0
    assert both["debit"].all()
    paid = insurer.table("premium_step").filter(kind="paid").select("due_id", "day")
    good = steps.filter(kind="debit_ok")
    assert good.join(paid, on=["due_id", "day"], how="semi").height == good.height


def test_nothing_happens_to_a_policy_after_its_term(insurer):
    ended = insurer.table("policy_change").filter(kind="matured").select("policy_id", pl.col("day").alias("end"))
    later = insurer.table("policy_change").join(ended, on="policy_id").filter(pl.col("day") > pl.col("end"))
    assert ended.height > 0
    assert later.is_empty()
