from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UserError
from metrics.cube import Cube
from metrics.flows import FLOWS

FIRST, LAST = date(2026, 3, 1), date(2026, 4, 30)
UNITS = ["a", "b"]
DAYS = st.dates(FIRST, LAST)
SPREAD = st.dates(FIRST - timedelta(days=9), LAST + timedelta(days=9))
ROWS = st.dictionaries(st.tuples(st.sampled_from([*UNITS, "?"]), SPREAD), st.integers(-(10**12), 10**12))


def cube(flows, headcount):
    keys = {"unit_id": [key[0] for key in flows], "day": pl.Series([key[1] for key in flows], dtype=pl.Date)}
    values = pl.Series(list(flows.values()), dtype=pl.Int64)
    heads = pl.DataFrame(
        {
            "unit_id": pl.Series([key[0] for key in headcount], dtype=pl.String),
            "day": pl.Series([key[1] for key in headcount], dtype=pl.Date),
            "headcount": pl.Series(list(headcount.values()), dtype=pl.Int64),
        }
    )
    frame = pl.DataFrame({**keys, **dict.fromkeys(FLOWS, values)}, schema_overrides={"unit_id": pl.String})
    return Cube.from_rows(frame, heads, UNITS, (FIRST, LAST))


@given(ROWS, DAYS, DAYS)
def test_a_period_is_the_sum_of_its_days(flows, one, other):
    first, last = min(one, other), max(one, other)
    found = cube(flows, {}).flow("ren_cash", first, last)
    expected = [sum(v for (unit, day), v in flows.items() if unit == own and first <= day <= last) for own in UNITS]
    assert found.tolist() == expected


@given(ROWS, DAYS)
def test_headcount_is_everything_up_to_the_day(changes, day):
    found = cube({}, changes).stock(day)
    assert found.tolist() == [sum(v for (unit, on), v in changes.items() if unit == own and on <= day) for own in UNITS]


def test_days_outside_are_refused():
    with pytest.raises(UserError, match="outside the cube of 2026-03-01 to 2026-04-30"):
        cube({}, {}).stock(date(2026, 5, 1))
    with pytest.raises(UserError, match="outside"):
        cube({}, {}).flow("visits", date(2026, 2, 1), date(2026, 3, 1))
