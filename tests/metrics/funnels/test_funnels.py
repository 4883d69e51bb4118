"""What pages read: parts that sum to the whole, the newest closed month, and leaks against the best quartile."""

import json
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from data.errors import UserError
from data.org import Org, OrgTree
from metrics.funnels import EMPTY, Funnels, load
from metrics.funnels.frames import BOTH, COUNTS, DAYS, EXITS
from metrics.packing import Table, funnel_tables

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
UNITS = [f"86010101010{n}" for n in range(1, 6)]
RATES = (0.1, 0.2, 0.3, 0.4, 0.5)
LEVELS = ("hq", "branch", "sub_branch", "district", "department")


def tree():
    line = [UNITS[0][: 2 * depth] for depth in range(1, 6)]
    above = [Org(one, one, one, level, one[:-2] or None) for one, level in zip(line, LEVELS, strict=True)]
    return OrgTree([*above, *(Org(one, one, one, "unit", one[:-2]) for one in UNITS)])


def counted(entered=100):
    """Five units with a hundred candidates each in May, of whom a tenth, two tenths ... are interviewed."""
    rows = []
    for unit, rate in zip(UNITS, RATES, strict=True):
        met = int(entered * rate)
        chain = (entered, met, met, met // 2, met // 2)
        rows += [(MAY, unit, True, at, count, 0, 0) for at, count in enumerate(chain[:4])]
        rows += [(MAY, unit, True, 4, chain[4], chain[4], chain[4] * 1000), (JUNE, unit, False, 0, 7, 0, 0)]
    names = ("month", "unit", "closed", "stage", "entities", "policies", "cents")
    frame = pl.DataFrame(rows, {name: COUNTS[name] for name in names}, orient="row")
    whole = frame.with_columns(campaign=pl.lit("recruiting"), tenure=pl.lit("y1"), segment=pl.lit("none"))
    counts = whole.select(pl.col(name).cast(kind) for name, kind in COUNTS.items())
    days = pl.DataFrame([("recruiting", MAY, "86", 1, 4.5)], DAYS, orient="row")
    return Funnels(load(), counts, days)


def step(org, at, *, funnels=None, closed=True):
    return (funnels or counted()).funnel(tree(), org, "recruiting", MAY, closed=closed).steps[at]


def test_rates_are_of_the_stage_before_and_of_all():
    last = step("86", 3)
    assert (last.entities, last.rate, last.whole) == (75, 0.5, 0.15)
    assert step("86", 0).rate is None
    assert step("86", 4).cents == 75_000


def test_a_leak_is_what_the_best_quartile_would_bring():
    leak = step(UNITS[1], 1, funnels=counted(200)).leak
    assert (leak.rate, leak.peers) == (pytest.approx(0.4), 5)
    assert leak.entities == pytest.approx(40)
    assert (leak.policies, leak.cents) == (pytest.approx(20), pytest.approx(20_000))


def test_a_small_org_learns_its_worth_from_the_company():
    """Ten who were met are too few to tell: of the company's 150 half sold a policy each."""
    assert step(UNITS[0], 1).leak.policies == pytest.approx(30 * 0.5)


def test_who_is_as_good_as_the_best_quartile_has_no_leak():
    assert [step(unit, 1).leak is None for unit in UNITS] == [False, False, False, True, True]


def test_few_entities_are_no_peer_and_have_no_leak():
    assert all(step(unit, 1, funnels=counted(29)).leak is None for unit in UNITS)


def test_the_company_has_no_peer_but_itself():
    assert all(one.leak is None for one in counted().funnel(tree(), "86", "recruiting", MAY, closed=True).steps)


def test_the_running_month_is_open():
    found = counted().funnel(tree(), "86", "recruiting", JUNE, closed=True)
    assert (found.open_, found.steps[0].entities) == (35, 0)
    assert counted().funnel(tree(), "86", "recruiting", JUNE, closed=False).steps[0].entities == 35


def test_months_and_the_newest_closed():
    assert counted().months("recruiting") == [MAY, JUNE]
    assert counted().newest_closed("recruiting") == MAY
    assert counted().newest_closed("renewal") is None


def test_median_days_are_those_of_the_closed():
    assert step("86", 1).days == 4.5
    assert step("86", 1, closed=False).days is None


def test_parts_sum_to_the_whole(counted, orgs):
    month = counted.newest_closed("renewal")
    whole = counted.funnel(orgs, "86", "renewal", month, closed=False)
    for by in ("tenure", "segment"):
        parts = counted.parts(orgs, "86", "renewal", month, by, closed=False)
        assert len(parts) > 1
        assert sum(part.entities for part in parts.values()).tolist() == [one.entities for one in whole.steps]
        assert sum(part.left for part in parts.values()).T.tolist() == [list(one.left) for one in whole.steps]


def test_what_is_asked_for_in_turns_is_what_a_fresh_one_says(counted, orgs):
    months, units = counted.months("renewal")[-2:], [org.id for org in orgs][:3]
    asked = [(org, name, month, closed) for month in months for name in ("renewal", "new_business")
             for closed in (True, False) for org in units]  # fmt: skip
    asked += [(units[0], "renewal", month, True) for month in months]  # each alike but for one word
    asked += [(units[0], "new_business", months[-1], True)]
    for org, name, month, closed in [*asked, *asked[::-1]]:
        fresh = replace(counted).funnel(orgs, org, name, month, closed=closed)
        assert counted.funnel(orgs, org, name, month, closed=closed) == fresh


def test_an_unknown_campaign_is_refused_with_a_hint():
    with pytest.raises(UserError, match="Did you mean 'renewal'"):
        counted()["renewals"]


def test_there_and_back(counted):
    found = there_and_back(counted)
    assert len(found.exits) > 0


def test_what_is_counted_in_any_order_comes_back():
    campaigns = tuple(replace(one, order="any", exits=()) for one in load())
    rows = counted().counts.with_columns(entities=pl.col("entities") // 2)
    there_and_back(replace(counted(), campaigns=campaigns, both=rows.cast(BOTH)))


def there_and_back(funnels):
    """The funnels, packed as the store packs them and read again, after they were found to be the same."""
    told = json.loads(json.dumps([one.to_json() for one in funnels.campaigns]))
    packed = {name: table.to_bytes() for name, table in funnel_tables(funnels).items()}
    again = Funnels.from_parts(told, {name: Table.from_bytes(one).frame for name, one in packed.items()})
    assert again.campaigns == funnels.campaigns
    assert again.counts.equals(funnels.counts)
    assert again.days.equals(funnels.days)
    assert again.exits.equals(funnels.exits)
    assert again.both.equals(funnels.both)
    assert (again.counts.schema, again.days.schema) == (COUNTS, DAYS)
    assert (again.exits.schema, again.both.schema) == (EXITS, BOTH)
    return again


def test_a_snapshot_from_before_there_were_funnels_or_exits():
    assert Funnels.from_parts([], {}).counts.equals(EMPTY.counts)
    old = {name: frame for name, frame in counted().to_frames().items() if name in ("funnel_counts", "funnel_days")}
    again = Funnels.from_parts([one.to_json() for one in load()], old)
    assert (len(again.exits), len(again.both), again.counts.equals(counted().counts)) == (0, 0, True)
