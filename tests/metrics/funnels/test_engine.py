"""The counts of every campaign against a hand-written SQL twin, and against an insurer counted by hand."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from data.schemas import TABLES
from metrics.funnels import load, read
from metrics.funnels.engine import funnels
from metrics.ground import Ground
from tests.metrics.facts import FIRST
from tests.metrics.funnels.conftest import AS_OF
from tests.metrics.hand import Rows, moves, policy

TWINS = Path(__file__).parent / "sql"
PREAMBLE = Path(__file__).parents[1] / "sql" / "preamble.sql"
NAMES = [campaign.id for campaign in load()]
D = date


@pytest.fixture(scope="module")
def facts(insurer):
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    for name in TABLES:
        connection.register("incoming", insurer.scan(name).collect().to_arrow())
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")  # noqa: S608 - a name of the registry
    connection.execute("CREATE TABLE workday (day DATE)")
    connection.execute(PREAMBLE.read_text())
    return connection


def ours(counted, name):
    rows = counted.counts.filter(campaign=name)
    stages, keys = len(counted[name].stages), ("month", "unit", "segment", "closed")
    found = {}
    for *key, stage, entities, cents in rows.select(*keys, "stage", "entities", "cents").iter_rows():
        line = found.setdefault(tuple(key), [[0] * stages, 0])
        line[0][stage] += entities
        line[1] += cents * (stage == stages - 1)
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("as_of", [AS_OF, D(2026, 2, 28)])
def test_equals_its_sql_twin(insurer, orgs, calendar, facts, name, as_of):
    counted = funnels(load(), insurer, Ground(orgs, calendar, FIRST, as_of))
    rows = facts.execute((TWINS / f"{name}.sql").read_text(), {"as_of": as_of}).fetchall()
    theirs = {tuple(key): [reached, int(cents or 0)] for *key, reached, cents in rows if key[1] in orgs.units}
    found = ours(counted, name)
    assert found == theirs
    assert sum(line[0][0] for line in found.values()) > 20
    assert sum(line[0][1] for line in found.values()) > 0


def test_later_stages_are_reached_somewhere(counted):
    """So that the twins compare more than nothing with nothing."""
    for name in ("new_business", "renewal"):
        reached = counted.counts.filter(campaign=name).group_by("stage").agg(pl.col("entities").sum())
        assert dict(reached.iter_rows())[3] > 0


TEXT = """
id = "tiny"
version = 3
name_zh = "小"
name_en = "Tiny"
entity = "customer"
months = [4, 6]
[[stage]]
event = "visit"
name_zh = "访"
name_en = "Visit"
[[stage]]
event = "proposal"
name_zh = "书"
name_en = "Proposal"
days = 10
[[stage]]
event = "issued"
name_zh = "单"
name_en = "Policy"
days = 5
"""


def visit(customer, day, agent=1, **done):
    blank = {"visits": 1, "valid_visits": 1, "needs": 0, "proposals": 0, "reviews": 0}
    return {"agent_id": agent, "customer_id": customer, "day": day, **blank, **done}


def test_counted_by_hand(orgs, calendar):
    """Agent 1 joined in 2024, agent 2 in May 2026; four customers of April, one of May, three of June."""
    u0, u1 = orgs.units[:2]
    proposed = {"valid_visits": 0, "visits": 0, "proposals": 1}
    tables = Rows(
        movement=moves((1, D(2024, 1, 1), "onboard", u0), (2, D(2026, 5, 20), "onboard", u1)),
        customer_day=[
            visit(1, D(2026, 4, 3)), visit(1, D(2026, 4, 8)), visit(1, D(2026, 4, 13), **proposed),
            visit(2, D(2026, 4, 3)), visit(2, D(2026, 4, 14), **proposed),
            visit(3, D(2026, 4, 9), proposals=1),
            visit(4, D(2026, 4, 9), valid_visits=0),
            visit(5, D(2026, 5, 9)),
            visit(1, D(2026, 6, 1), agent=2), visit(6, D(2026, 6, 2), agent=2), visit(6, D(2026, 6, 12), **proposed),
            visit(7, D(2026, 6, 20)),
        ],
        customer=[
            {"customer_id": 2, "since": D(2026, 4, 20), "segment": "a"},
            {"customer_id": 3, "since": D(2020, 1, 1), "segment": "b"},
        ],
        policy=[
            policy(1, 1, D(2026, 4, 18), 100) | {"customer_id": 1},
            policy(2, 1, D(2026, 4, 18), 50) | {"customer_id": 1},
            policy(3, 1, D(2026, 4, 19), 9) | {"customer_id": 1},
            policy(4, 1, D(2026, 4, 15), 70) | {"customer_id": 3},
        ],
    )  # fmt: skip
    found = funnels([read("tiny.toml", TEXT)], tables, Ground(orgs, calendar, FIRST, AS_OF))
    plain = found.counts.drop("campaign").rows()
    assert sorted(plain) == sorted([
        (D(2026, 4, 1), u0, "y3", "none", True, 0, 2, 0, 0),
        (D(2026, 4, 1), u0, "y3", "b", True, 0, 1, 0, 0),
        (D(2026, 4, 1), u0, "y3", "none", True, 1, 1, 0, 0),
        (D(2026, 4, 1), u0, "y3", "b", True, 1, 1, 0, 0),
        (D(2026, 4, 1), u0, "y3", "none", True, 2, 1, 2, 150),
        (D(2026, 6, 1), u1, "y1", "none", True, 0, 1, 0, 0),
        (D(2026, 6, 1), u1, "y1", "none", False, 0, 1, 0, 0),
        (D(2026, 6, 1), u1, "y1", "none", False, 1, 1, 0, 0),
    ])  # fmt: skip
    assert found.days.filter(org=u0).select("stage", "days").rows() == [(1, 5.0), (2, 5.0)]
    assert found.days.filter(org="86", stage=1)["days"].to_list() == [5.0]


def test_units_add_up_to_the_company(counted, orgs):
    month = counted.newest_closed("renewal")
    for org in orgs:
        children = orgs.children(org.id)
        if children:
            funnel = counted.funnel(orgs, org.id, "renewal", month, closed=False)
            below = [counted.funnel(orgs, child, "renewal", month, closed=False) for child in children]
            for at, step in enumerate(funnel.steps):
                assert step.entities == sum(one.steps[at].entities for one in below)
                assert step.cents == sum(one.steps[at].cents for one in below)


def test_a_day_later_the_closed_only_grow(insurer, orgs, calendar):
    days = [AS_OF, AS_OF + timedelta(days=9)]
    both = [funnels(load(), insurer, Ground(orgs, calendar, FIRST, day)).counts for day in days]
    first, second = (
        rows.filter("closed", stage=0).group_by("campaign", "month").agg(pl.col("entities").sum()) for rows in both
    )
    joined = first.join(second, on=["campaign", "month"])
    assert len(joined) == len(first)
    assert (joined["entities_right"] >= joined["entities"]).all()
    assert (joined["entities_right"] > joined["entities"]).any()
