"""Both deliveries of the sales app tell the same: agent-days and customer-days, and the raw events of the same day."""

from datetime import datetime

import numpy as np
import polars as pl
import pytest

from data import behaviour
from data.demo.days import date_of
from data.demo.dice import streams
from data.demo.harm import harm
from data.demo.plants import scene
from data.demo.salesapp import KINDS, App, agent_days, customer_days, events
from data.schemas.sales_app import EVENT_KINDS, AgentDay, CustomerDay, Event


@pytest.fixture(scope="module")
def place(drawn):
    return scene(drawn.world.orgs, drawn.world.line, streams(7)["plants"])


@pytest.fixture(scope="module")
def app(drawn, place):
    hurt = harm(drawn, place, streams(7))
    return App(drawn.world, hurt.acts, hurt.deeds, hurt.gone, hurt.stopped, place.start, 31.0)


@pytest.fixture(scope="module")
def healthy(drawn):
    kept = harm(drawn, None, streams(7))
    return App(drawn.world, kept.acts, kept.deeds, kept.gone, kept.stopped, drawn.world.line.last, 31.0)


def as_table(rows, schema):
    return rows.select(pl.col(name).cast(column.dtype) for name, column in schema.columns().items())


def raw(app, day):
    return as_table(events(app, app.staff(), day, streams(7)), Event)


@pytest.mark.parametrize("days_ago", [0, 1, 9, 200])
def test_agent_days_are_those_that_ingest_would_rebuild(app, place, days_ago):
    day = place.as_of - days_ago
    delivered = as_table(agent_days(app, app.staff(), day, streams(7)), AgentDay)
    rebuilt = behaviour.agent_days(raw(app, day).lazy(), date_of(day)).sort("agent_id").collect()
    assert delivered.height > 500
    assert delivered.equals(as_table(rebuilt, AgentDay))


def test_customer_days_are_those_that_ingest_would_rebuild(app, place):
    days = range(place.as_of - 2, place.as_of + 1)
    delivered = as_table(customer_days(app, days), CustomerDay)
    rebuilt = pl.concat([behaviour.customer_days(raw(app, day).lazy(), date_of(day)).collect() for day in days])
    assert delivered.equals(as_table(rebuilt.sort("day", "agent_id", "customer_id"), CustomerDay))
    assert min(delivered.select(pl.sum("visits", "needs", "proposals", "reviews")).row(0)) > 0


def test_events_are_valid_and_of_every_kind(app, place):
    rows = raw(app, place.start)
    assert set(KINDS) == set(EVENT_KINDS) == set(rows["kind"])
    assert Event.is_valid(rows)
    assert rows["at"].is_sorted()
    visit = pl.col("kind") == "visit"
    assert rows.filter(visit)["mode"].null_count() == rows.filter(visit)["minutes"].null_count() == 0
    assert rows.filter(~visit).select(pl.col("mode", "minutes").is_null().all()).row(0) == (True, True)
    assert rows["at"].dt.hour().is_between(6, 23).all()


def test_a_proposal_follows_its_visit_within_the_hour(healthy, place):
    rows = raw(healthy, place.start)
    visits, proposals = (rows.filter(pl.col("kind") == kind) for kind in ("visit", "proposal"))
    pairs = proposals.join(visits, on=["agent_id", "customer_id"], suffix="_visit")
    wait = pairs["at"] - pairs["at_visit"]
    assert pairs.filter(wait == pl.duration(minutes=20)).height == proposals.height


def test_the_healthy_twin_does_the_rest_at_the_same_times(app, healthy, drawn, place):
    outside = ~place.orgs.inside(place.branch, np.arange(len(place.orgs.units)))
    there = np.unique(drawn.world.spells.agent[outside[drawn.world.spells.unit]])
    inside = np.unique(drawn.world.spells.agent[~outside[drawn.world.spells.unit]])
    untouched = pl.col("agent_id").is_in((np.setdiff1d(there, inside) + 1).tolist())
    ours, theirs = (raw(twin, place.as_of).filter(untouched).drop("event_id") for twin in (app, healthy))
    assert ours.height > 10_000
    assert ours.equals(theirs)


def test_whoever_stopped_only_looks_and_whoever_is_gone_does_nothing(app, healthy, place):
    ours, theirs = (
        raw(twin, place.as_of).group_by("agent_id").agg(pl.col("kind").value_counts()) for twin in (app, healthy)
    )
    gone, stopped = ((np.flatnonzero(mask) + 1).tolist() for mask in (app.gone, app.stopped))
    assert ours.filter(pl.col("agent_id").is_in(gone)).is_empty()
    assert theirs.filter(pl.col("agent_id").is_in(gone)).height > 10
    kinds = raw(app, place.as_of).filter(pl.col("agent_id").is_in(stopped))["kind"].unique()
    assert set(kinds) == {"open", "read", "share"}


def test_shares_make_the_months_prospects_whatever_the_size(healthy):
    for mean in (8.0, 31.0):
        shares = App(healthy.world, healthy.acts, healthy.deeds, healthy.gone, healthy.stopped, 0, mean).shares()
        assert shares.sum() == pytest.approx(1)
        assert shares[3] * mean * 30 * 0.743 == pytest.approx(8.0, rel=0.01)


def test_events_of_a_day_have_numbers_of_their_day(app, place):
    ids = [raw(app, day)["event_id"] for day in (place.as_of - 1, place.as_of)]
    assert ids[0].max() < ids[1].min()
    assert raw(app, place.as_of)["at"].min() > datetime(2026, 6, 16)
