import re

from hypothesis import given
from hypothesis import strategies as st

from cockpit.sparkline import HEIGHT, WIDTH, sparkline

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def test_nothing_known_draws_nothing():
    assert sparkline([]) == ""
    assert sparkline([None, None]) == ""


def test_one_value_and_equal_values_run_in_the_middle():
    assert sparkline([5.0]) == sparkline([5.0, 5.0]) == f"M0.0 {HEIGHT / 2:.1f}L{WIDTH:.1f} {HEIGHT / 2:.1f}"


@given(st.lists(st.none() | st.floats(-1e9, 1e9), min_size=2, max_size=30))
def test_a_curve_stays_in_its_box(values):
    numbers = [float(text) for text in NUMBER.findall(sparkline(values))]
    assert all(0 <= x <= WIDTH for x in numbers[::2])
    assert all(0 <= y <= HEIGHT for y in numbers[1::2])


def test_up_is_up():
    start, end = sparkline([1.0, 2.0]).removeprefix("M").split("L")
    assert float(start.split()[1]) > float(end.split()[1])
