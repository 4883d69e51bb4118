"""What pages read: campaigns, their months, and the same funnels however often and in which turn they are asked for."""

import json
from dataclasses import replace

import polars as pl
import pytest

from data.errors import UserError
from metrics.funnels import EMPTY, Course, Funnels, load
from metrics.funnels.frames import BOTH, COUNTS, COURSE, DAYS, EXITS
from metrics.packing import Table, funnel_tables
from tests.metrics.funnels.hand import JUNE, MAY, by_hand, tree


def test_months_and_the_newest_closed():
    assert by_hand().months("recruiting") == [MAY, JUNE]
    assert by_hand().newest_closed("recruiting") == MAY
    assert by_hand().newest_closed("renewal") is None


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
        by_hand()["renewals"]


def test_there_and_back(counted):
    found = there_and_back(counted)
    assert len(found.exits) > 0
    assert len(found.course) > 0


def test_what_is_counted_in_any_order_comes_back():
    campaigns = tuple(replace(one, order="any", exits=()) for one in load())
    rows = by_hand().counts.with_columns(entities=pl.col("entities") // 2)
    there_and_back(replace(by_hand(), campaigns=campaigns, both=rows.cast(BOTH)))


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
    assert again.course.equals(funnels.course)
    assert (again.counts.schema, again.days.schema) == (COUNTS, DAYS)
    assert (again.exits.schema, again.both.schema, again.course.schema) == (EXITS, BOTH, COURSE)
    return again


def test_a_snapshot_from_before_there_were_funnels_or_exits():
    assert Funnels.from_parts([], {}).counts.equals(EMPTY.counts)
    old = {name: frame for name, frame in by_hand().to_frames().items() if name in ("funnel_counts", "funnel_days")}
    again = Funnels.from_parts([one.to_json() for one in load()], old)
    assert (len(again.exits), len(again.both), again.counts.equals(by_hand().counts)) == (0, 0, True)
    assert again.course_of(tree(), "86", "recruiting", MAY, closed=True) == Course({}, {})
