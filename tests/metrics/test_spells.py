from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import WorkCalendar
from metrics.ground import Ground
from metrics.spells import Spells
from tests.metrics.hand import ORGS

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 20)
GROUND = Ground(ORGS, WorkCalendar(), FIRST, LAST)
UNITS = ORGS.units[:3]
SPREAD = st.dates(date(2026, 5, 20), date(2026, 7, 1))
CUSTOMERS = st.integers(1, 3)
BEGINS = st.lists(
    st.tuples(CUSTOMERS, st.sampled_from([*UNITS, "?"]), SPREAD), unique_by=lambda row: (row[0], row[2]), max_size=8
)
ASKED = st.lists(st.tuples(CUSTOMERS, SPREAD, st.one_of(SPREAD, st.just(date(9999, 12, 31)))), max_size=6)


def served_from(begins):
    """Each served from a day on until the next."""
    ends = (
        min((on for one, _, on in begins if one == who and on > since), default=date.max) for who, _, since in begins
    )
    return [(*row, end) for row, end in zip(begins, ends, strict=True)]


def frame(rows, **schema):
    days = {"since": pl.Date, "until": pl.Date}
    return pl.DataFrame(rows, {"customer_id": pl.Int64, **schema, **days}, orient="row")


@given(st.one_of(st.none(), BEGINS), st.one_of(st.none(), ASKED), st.dates(FIRST, LAST))
def test_a_customer_stands_where_they_are_served_while_they_are_asked_about(begins, asked, day):
    if begins is None and asked is None:
        return
    served = None if begins is None else served_from(begins)
    found = Spells.of(
        GROUND,
        None if served is None else frame(served, unit_id=pl.String),
        None if asked is None else frame(asked),
    )
    on = dict(zip(found.ids.tolist(), found.on(day).tolist(), strict=False))
    for who in (1, 2, 3):
        near = asked is None or any(one == who and since <= day < until for one, since, until in asked)
        units = (unit for one, unit, since, until in served or () if one == who and since <= day < until)
        slot = 1 if served is None else next((UNITS.index(unit) + 1 for unit in units if unit in UNITS), 0)
        assert on.get(who, 0) == slot * near
    assert found.on(day)[-1] == 0


def test_spells_that_overlap_are_one():
    rows = [(7, date(2026, 6, day), date(2026, 6, until)) for day, until in ((2, 9), (3, 5), (9, 12), (13, 14))]
    found = Spells.of(GROUND, None, frame(rows))
    assert (found.since.tolist(), found.until.tolist()) == ([1, 12], [11, 13])
