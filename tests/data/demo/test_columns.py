from dataclasses import dataclass

import numpy as np

from data.demo.columns import Bools, Columns, Ints


@dataclass(frozen=True)
class Pairs(Columns):
    number: Ints
    odd: Bools


NUMBERS = np.array([3, 4, 5])
PAIRS = Pairs(NUMBERS, NUMBERS % 2 == 1)


def rows(pairs):
    return list(zip(pairs.number.tolist(), pairs.odd.tolist(), strict=True))


def test_rows_are_taken_by_place_and_by_mask():
    assert rows(PAIRS.take(np.array([2, 0]))) == [(5, True), (3, True)]
    assert rows(PAIRS.take(PAIRS.odd)) == [(3, True), (5, True)]


def test_parts_follow_one_another():
    joined = Pairs.joined([PAIRS.take(np.array([1])), PAIRS])
    assert isinstance(joined, Pairs)
    assert rows(joined) == [(4, False), (3, True), (4, False), (5, True)]
