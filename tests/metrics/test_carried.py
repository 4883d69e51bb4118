"""What is carried over is made again exactly when something differs on which it stands."""

import numpy as np

from metrics.carried import Carried


def made(carried: Carried, stands_on: list[object], what: list[int]) -> list[int]:
    return carried.of("key", stands_on, lambda: what)


def test_what_stands_on_the_same_is_carried_over() -> None:
    carried, numbers = Carried(), np.array([1, 2])
    first = made(carried, [numbers, 0.5, None], [1])
    assert made(carried, [numbers, 0.5, None], [2]) is first


def test_another_array_is_another_thing_even_with_the_same_numbers() -> None:
    carried = Carried()
    made(carried, [np.array([1, 2])], [1])
    assert made(carried, [np.array([1, 2])], [2]) == [2]


def test_another_value_an_array_for_none_or_one_thing_more_makes_it_again() -> None:
    carried, numbers = Carried(), np.array([1.0])
    for turn, stands_on in enumerate([[0.5], [0.6], [None], [numbers], [None], [None, None], [numbers, 0.5]]):
        assert made(carried, list(stands_on), [turn]) == [turn]


def test_each_key_has_its_own() -> None:
    carried = Carried()
    assert carried.of("a", [1], lambda: "one") == "one"
    assert carried.of("b", [1], lambda: "two") == "two"
    assert carried.of("a", [1], lambda: "three") == "one"
