"""Rows of a pair after changes, beside those of the same pair read from scratch."""

from datetime import date, timedelta

import narwhals as nw
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from metrics.measures.kinds import Flows, Paired
from metrics.pairs import NEAR, Pair

FIRST, LAST = date(2026, 5, 1), date(2026, 6, 16)
DAYS = st.one_of(st.just(LAST), st.dates(FIRST, LAST + timedelta(days=2)))
ROWS = st.lists(st.tuples(st.integers(1, 4), DAYS), max_size=8)
CHANGES = st.lists(st.tuples(st.sets(DAYS, min_size=1, max_size=2), ROWS), min_size=1, max_size=4)
PAIRED = Paired(
    lambda facts: facts["sold"],
    lambda facts: facts["seen"],
    lambda sold, seen: sold.join(seen.rename({"day": "seen"}), on="customer_id"),
    key="customer_id",
)
SOURCE = Flows("seen", PAIRED, counts=("sold",))


def frame(rows):
    return pl.DataFrame(rows, {"customer_id": pl.Int64, "day": pl.Date}, orient="row")


def pair_of(sold, seen):
    facts = {"sold": nw.from_native(frame(sold).lazy()), "seen": nw.from_native(frame(seen).lazy())}
    return Pair.of(SOURCE, facts, (FIRST, LAST))


def counted(pair, since=None):
    """The rows that count."""
    return sorted(pair.counted(SOURCE, since).rows({}).to_native().collect().rows())


@given(ROWS, ROWS, CHANGES)
def test_from_the_first_changed_day_on_all_counts_as_read_from_scratch(sold, seen, changes):
    pair = pair_of(sold, seen)
    for days, others in changes:
        new = [row for row in others if row[1] in days]
        seen = [row for row in seen if row[1] not in days] + new
        pair = pair.with_days(days, frame(new), min(days), PAIRED.key)
        full = counted(pair_of(sold, seen))
        assert counted(pair, min(days)) == [row for row in full if row[1] >= min(days)]
        assert counted(pair) == full


def test_what_is_near_is_looked_up_once_for_days_close_to_each_other():
    pair = pair_of([(1, LAST), (2, LAST), (3, FIRST)], [(1, FIRST), (3, FIRST)])
    late = LAST - timedelta(days=3)
    near = pair.with_days({late}, frame([]), late, PAIRED.key)
    assert near.near.by.rows() == [(1, FIRST)]
    assert near.with_days({LAST}, frame([(2, LAST)]), LAST, PAIRED.key).near.since == late
    far = pair.with_days({LAST - 2 * NEAR}, frame([]), LAST - 2 * NEAR, PAIRED.key)
    assert far.with_days({LAST}, frame([]), LAST, PAIRED.key).near.since == LAST
