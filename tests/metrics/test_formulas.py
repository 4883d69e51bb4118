import polars as pl
import pytest

from metrics.formulas import FormulaError, expanded, names, ratio


@pytest.mark.parametrize(
    ("formula", "parts"),
    [
        ("a", ("a", None)),
        ("a / b", ("a", "b")),
        ("(a + b) / (c - d)", ("a + b", "c - d")),
        ("a / ((b + c) / 2)", ("a", "(b + c) / 2")),
        ("a / b / c", ("a / b", "c")),
        ("a / b - c", ("a / b - c", None)),
        ("(a / b)", ("(a / b)", None)),
        ("(a + b) * (c + d)", ("(a + b) * (c + d)", None)),
    ],
)
def test_ratio_splits_the_division_at_the_top(formula, parts):
    assert ratio(formula) == parts


def test_parts_divide_to_the_whole():
    frame = pl.DataFrame({"a": [3.0], "b": [2.0], "c": [4.0]})
    numerator, denominator = ratio("a / ((b + c) / 2)")
    both = frame.select(pl.sql_expr(numerator).alias("n"), pl.sql_expr(denominator).alias("d"))
    assert both["n"][0] / both["d"][0] == frame.select(pl.sql_expr("a / ((b + c) / 2)").alias("v"))["v"][0]


def test_expanded_keeps_the_order_of_operations():
    formulas = {"mean": "(a + b) / 2", "rate": "c / mean"}
    text = expanded("rate - 1", formulas, {"a": 0, "b": 0, "c": 0})
    frame = pl.DataFrame({"a": [1.0], "b": [3.0], "c": [4.0]})
    assert frame.select(pl.sql_expr(text).alias("v"))["v"][0] == 1


def test_names_are_listed_once():
    assert names("a / (a + b)") == ["a", "b"]


def test_unreadable_formula_says_so():
    with pytest.raises(FormulaError, match="cannot be read"):
        names("a b c")
