import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from metrics.acts import NEVER, Acts, Followed, Raw, placed

DAYS = 9
IDS = np.array([3, 5, 8])
DAY = st.integers(0, DAYS - 1)
ROWS = st.lists(st.tuples(st.integers(0, 2), DAY, st.integers(0, 4)), max_size=15)
LATER = st.lists(st.tuples(st.sampled_from([3, 5, 8, 9]), DAY), max_size=8)


def column(rows, at):
    return np.array([row[at] for row in rows], dtype=np.int64)


def followed_by(later):
    return Followed(column(later, 0), column(later, 1).astype(np.int16))


def acts(rows, later=None, within=3):
    keys = None if later is None else followed_by(later).keys(IDS, DAYS)
    return Acts.of(Raw(*(column(rows, at) for at in range(3))), len(IDS), DAYS, keys, within)


def span(one, other):
    return min(one, other), max(one, other)


@given(ROWS, DAY, DAY)
def test_the_last_acts_are_one_a_customer_with_the_highest_code(rows, one, other):
    first, end = span(one, other)
    found, last = acts(rows), {who: code for who, day, code in sorted(rows) if first <= day <= end}
    at = found.last(first, end)
    assert dict(zip(found.customer[at].tolist(), found.code[at].tolist(), strict=True)) == last
    assert len(at) == len(last)


@given(ROWS, LATER, DAY, DAY, st.integers(0, 4))
def test_the_first_act_is_answered_in_time_or_not(rows, later, one, other, within):
    first, end = span(one, other)
    found = acts(rows, later, within)
    begun, answered = found.firsts(first, end), found.answered(first, end)
    for customer in range(3):
        day = min((day for who, day, _ in rows if who == customer and first <= day <= end), default=NEVER)
        limit = min(day + within, end)
        assert begun[customer] == day
        assert answered[customer] == any(who == IDS[customer] and day <= on <= limit for who, on in later)


@given(ROWS)
def test_the_latest_act(rows):
    found = acts(rows)
    last = [max(((day, code) for who, day, code in rows if who == customer), default=(-1, 0)) for customer in range(4)]
    assert list(zip(*(part.tolist() for part in found.latest(np.arange(4))), strict=True)) == last


@given(ROWS, LATER, ROWS, st.sets(DAY, max_size=3))
def test_days_are_replaced_as_if_they_had_been_so(rows, later, other, days):
    new, now = [row for row in other if row[1] in days], [row for row in rows if row[1] not in days]
    raw = Raw(*(column(new, at) for at in range(3)))
    keys = followed_by(later).keys(IDS, DAYS)
    found = acts(rows, later).with_days(days, raw, keys, 3)
    expected = acts(now + new, later)
    for name in ("starts", "customer", "code", "before", "after", "reply"):
        assert getattr(found, name).tolist() == getattr(expected, name).tolist()


def test_places_of_customers_known_and_not():
    place, known = placed(IDS, np.array([5, 6, 8, 9, 3]))
    assert known.tolist() == [True, False, True, False, True]
    assert place[known].tolist() == [1, 2, 0]
    assert placed(IDS[:0], IDS)[1].tolist() == [False] * 3
