"""Groups: what changes at the same places is told once, what lies elsewhere not at all."""

import numpy as np

from cockpit.terminal.groups import Change, Groups, joined
from metrics.columns import Column

NODES = np.array([2, 3, 5, 8])


def told(*changes):
    groups = Groups(NODES, 10)
    for change in changes:
        groups.add(change)
    return groups.moved, *groups.told()


def change(new, old, nodes, numbers):
    return Change(new, old, np.array(nodes, np.int64), Column.of(np.array(numbers, np.float64)))


def test_columns_that_change_at_the_same_places_are_one_group():
    moved, changes, columns = told(change(0, 0, [1, 3, 8], [10, 30, 80]), change(4, 1, [3, 8, 9], [31, 81, 91]))
    assert moved == []
    assert changes == [{"places": 0, "numbers": 1, "of": [(0, 0), (4, 1)]}]
    assert [column.floats().tolist() for column in columns] == [[1, 3], [30, 80, 31, 81]]


def test_the_same_places_are_told_once_for_numbers_of_two_kinds():
    _, changes, columns = told(change(0, 0, [3], [7]), change(1, 1, [3], [70_000]))
    assert [one["places"] for one in changes] == [0, 0]
    assert [one["numbers"] for one in changes] == [1, 2]
    assert len(columns) == 3


def test_what_changes_elsewhere_is_as_it_was():
    assert told(change(4, 4, [0, 4, 9], [1, 2, 3])) == ([], [], [])
    assert told(change(4, 1, [0, 4, 9], [1, 2, 3])) == ([(4, 1)], [], [])


def test_a_whole_column_is_cut_to_the_nodes():
    _, changes, columns = told(change(6, None, [], range(10)))
    assert changes == [{"places": None, "numbers": 0, "of": [(6, None)]}]
    assert columns[0].floats().tolist() == NODES.tolist()


def test_columns_join_with_their_strays():
    odd = np.array([1.0, 2.0, np.nan, 1e300, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0])
    columns = [Column.of(odd), Column.of(odd[::-1].copy())]
    assert np.array_equal(joined(columns).floats(), np.concatenate([odd, odd[::-1]]), equal_nan=True)
