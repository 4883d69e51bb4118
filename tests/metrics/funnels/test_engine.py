"""The counts of every campaign against a hand-written SQL twin, and against an insurer counted by hand."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb
import polars as pl
import pytest

from data.schemas import TABLES
from metrics.funnels import FOLDER, load, read
from metrics.funnels.engine import funnels
from metrics.ground import Ground
from tests.metrics.facts import FIRST
from tests.metrics.funnels.conftest import AS_OF
from tests.metrics.hand import Rows, moves, policy

TWINS = Path(__file__).parent / "sql"
PREAMBLE = Path(__file__).parents[1] / "sql" / "preamble.sql"
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


KEYS = ("month", "unit", "segment", "closed")
ANY_ORDER = (FOLDER / "review.toml").read_text("utf-8").replace('id = "review"', 'id = "any_order"\norder = "any"')
CAMPAIGNS = {campaign.id: campaign for campaign in (*load(), read("any_order.toml", ANY_ORDER))}


def blank(campaign):
    """What there is to count of a campaign; the twin of one has no word for what the campaign has not."""
    zeros = [0] * len(campaign.stages)
    gone = [list(zeros) for _ in campaign.exits]
    return {"reached": list(zeros), "cents": 0, "gone": gone, "stepped": list(zeros), "ends": list(zeros)}


def ours(counted, campaign):
    """By month, unit, segment and closed."""
    found, last = defaultdict(lambda: blank(campaign)), len(campaign.stages) - 1
    for *key, stage, entities, cents in own(counted.counts, campaign, "stage", "entities", "cents"):
        found[tuple(key)]["reached"][stage] += entities
        found[tuple(key)]["cents"] += cents * (stage == last)
    for *key, stage, place, entities in own(counted.exits, campaign, "stage", "exit", "entities"):
        found[tuple(key)]["gone"][place][stage] += entities
    for *key, stage, entities, cents in own(counted.both, campaign, "stage", "entities", "cents"):
        found[tuple(key)]["stepped"][stage] += entities
        found[tuple(key)]["ends"][stage] += cents
    return found


def own(frame, campaign, *names):
    return frame.filter(campaign=campaign.id).select(*KEYS, *names).iter_rows()


def twin(facts, orgs, campaign, as_of):
    """The twin's rows of our units, by the names of their columns."""
    asked = facts.execute((TWINS / f"{campaign.id}.sql").read_text(), {"as_of": as_of})
    names = [*KEYS, *(column[0] for column in asked.description[len(KEYS) :])]
    rows = [dict(zip(names, row, strict=True)) for row in asked.fetchall()]
    return [row for row in rows if row["unit"] in orgs.units]


def theirs(rows, campaign):
    """By KEYS, over all turns."""
    found = defaultdict(lambda: blank(campaign))
    for row in rows:
        key = tuple(row[name] for name in KEYS)
        found[key] = {name: added(old, row.get(name, old)) for name, old in found[key].items()}
    return found


def added(one, other):
    """The sum of two numbers, or of two lists place by place."""
    return [added(*pair) for pair in zip(one, other, strict=True)] if isinstance(one, list) else one + other


def course(rows, campaign):
    """Of the twin: entrants by day, later stages by the week's first day; stepped where the twin knows it."""
    found = Counter()
    for row in rows:
        for stage, count in enumerate(row["reached"]):
            turn = row["turn"] if stage == 0 or row["turn"] == 0 else (row["turn"] - 1) // 7 * 7 + 1
            key = (row["month"], row["unit"], row["closed"], stage, turn)
            found[(*key, "entities")] += count
            found[(*key, "stepped")] += 0 if campaign.ordered else row["stepped"][stage]
    return +found


def our_course(counted):
    keys = ("month", "unit", "closed", "stage", "turn")
    rows = counted.course.unpivot(["entities", "stepped"], index=keys, variable_name="what", value_name="count")
    found = Counter()
    for *key, count in rows.select(*keys, "what", "count").iter_rows():
        found[tuple(key)] += count
    return +found


@pytest.mark.parametrize("name", CAMPAIGNS)
@pytest.mark.parametrize("as_of", [AS_OF, D(2026, 2, 28)])
def test_equals_its_sql_twin(insurer, orgs, calendar, facts, name, as_of):
    campaign = CAMPAIGNS[name]
    counted = funnels([campaign], insurer, Ground(orgs, calendar, FIRST, as_of))
    found, rows = ours(counted, campaign), twin(facts, orgs, campaign, as_of)
    assert found == theirs(rows, campaign)
    assert our_course(counted) == course(rows, campaign)
    assert len({row["turn"] for row in rows}) > 3
    assert sum(line["reached"][0] for line in found.values()) > 20
    assert sum(line["reached"][1] for line in found.values()) > 0
    for place in range(len(campaign.exits)):
        assert sum(sum(line["gone"][place]) for line in found.values()) > 0


def test_later_stages_are_reached_somewhere(counted):
    """So that the twins compare more than nothing with nothing."""
    for name in ("new_business", "renewal"):
        reached = counted.counts.filter(campaign=name).group_by("stage").agg(pl.col("entities").sum())
        assert dict(reached.iter_rows())[3] > 0


def test_in_any_order_stages_are_reached_without_the_one_before(insurer, orgs, calendar):
    counted = funnels([CAMPAIGNS["any_order"]], insurer, Ground(orgs, calendar, FIRST, AS_OF))
    own = {name: frame.group_by("stage").agg(pl.col("entities", "cents").sum()).sort("stage").rows()
           for name, frame in (("counts", counted.counts), ("both", counted.both))}  # fmt: skip
    stages = list(zip(own["counts"], own["both"], strict=True))
    assert any(reached > stepped > 0 for (_, reached, _), (_, stepped, _) in stages)
    last = own["counts"][-1][2]
    assert any(0 < end < last for _, (_, _, end) in stages)
    assert own["both"][0][2] == own["both"][-1][2] == last


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


@pytest.mark.parametrize("closed", [True, False])
def test_who_reached_a_stage_went_on_or_left_or_was_lost(counted, orgs, closed):
    month = counted.newest_closed("renewal")
    for org in orgs:
        steps = counted.funnel(orgs, org.id, "renewal", month, closed=closed).steps
        for step, following in pairwise(steps):
            assert step.entities == following.entities + sum(step.left) + step.lost
            assert step.lost >= 0
        assert (sum(steps[-1].left), steps[-1].lost) == (0, 0)


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
