"""Customers whom the last day touches, against plain dictionaries."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from metrics.acts import Acts, Raw
from metrics.touched import Past, Today, united

IDS = np.array([3, 5, 8])
DAYS = 4
CUSTOMERS = st.lists(st.integers(1, 9), unique=True).map(sorted)
ROWS = st.lists(st.tuples(st.sampled_from([0, 1, 2]), st.integers(0, DAYS - 1), st.integers(0, 4)), max_size=9)


def ints(values):
    return np.array(values, dtype=np.int64)


def raw(rows):
    return Raw(*(ints([row[at] for row in rows]) for at in range(3)))


@given(st.lists(st.tuples(st.integers(1, 9), st.just(0), st.integers(0, 5)), max_size=9), CUSTOMERS)
def test_of_several_who_acted_on_a_customer_the_highest_has_the_day(rows, followed):
    today = Today.of(raw(rows), ints(followed))
    assert list(zip(today.customer.tolist(), today.code.tolist(), strict=True)) == sorted(
        {who: code for who, _, code in sorted(rows)}.items()
    )
    assert today.touched.tolist() == sorted({*(who for who, *_ in rows), *followed})


@given(ROWS, CUSTOMERS, CUSTOMERS)
def test_the_past_of_others_is_as_if_it_had_been_looked_up(rows, customers, others):
    acts = Acts.of(raw(rows), len(IDS), DAYS, None, 0)
    found = Past.of(ints(customers), IDS, acts).to(ints(others), IDS, acts)
    last = {int(IDS[who]): (day, code) for who, day, code in sorted(rows)}
    known = {3: 0, 5: 1, 8: 2}
    columns = (found.customer, found.place, found.day, found.code)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == [
        (who, known.get(who, 3), *last.get(who, (-1, 0))) for who in others
    ]


def test_the_past_of_who_is_known_is_not_looked_up_again():
    acts = Acts.of(raw([(0, 1, 4)]), len(IDS), DAYS, None, 0)
    past = Past.of(IDS, IDS, acts)
    assert past.to(ints([3]), ints([]), Acts.of(raw([]), 0, DAYS, None, 0)).day.tolist() == [1]


@given(CUSTOMERS, st.lists(st.integers(1, 9)))
def test_ids_united_are_each_there_once_in_order(ids, customers):
    assert united(ints(ids), ints(customers)).tolist() == sorted({*ids, *customers})
