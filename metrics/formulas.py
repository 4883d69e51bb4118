"""Formulas: one SQL expression over measures and other indicators, read by Polars."""

import re
from collections.abc import Container, Mapping

import polars as pl
from polars.exceptions import PolarsError

NAME = re.compile(r"\b[a-z_][a-z0-9_]*\b")


class FormulaError(Exception):
    """What is wrong with a formula; `name` is the word at fault, where there is one."""

    def __init__(self, what: str, name: str = "") -> None:
        super().__init__(what)
        self.name = name


def expression(formula: str) -> pl.Expr:
    """The formula as a Polars expression; FormulaError if it is no SQL expression."""
    try:
        return pl.sql_expr(formula)
    except PolarsError as error:
        raise FormulaError(f"formula {formula!r} cannot be read ({error})") from error


def names(formula: str) -> list[str]:
    """The measures and indicators that a formula speaks of, each once."""
    return list(dict.fromkeys(expression(formula).meta.root_names()))


def expanded(formula: str, formulas: Mapping[str, str], measures: Container[str], seen: tuple[str, ...] = ()) -> str:
    """The formula with every indicator in it replaced by its own formula, until only measures are left.

    A name that is a measure means the measure. FormulaError for a name that is neither, and for a circle.
    """
    inside: dict[str, str] = {}
    for name in names(formula):
        if name in measures:
            continue
        if name in seen:
            raise FormulaError(f"the formula runs in a circle: {' -> '.join((*seen, name))}", name)
        if name not in formulas:
            raise FormulaError(f"the formula's {name!r} is neither a measure nor an indicator", name)
        inside[name] = f"({expanded(formulas[name], formulas, measures, (*seen, name))})"
    return NAME.sub(lambda word: inside.get(word[0], word[0]), formula)


def ratio(formula: str) -> tuple[str, str | None]:
    """Numerator and denominator of a formula that is one division at its top; else the formula itself and None."""
    for place in _top_level_slashes(formula):
        parts = _bare(formula[:place]), _bare(formula[place + 1 :])
        if expression(f"({parts[0]}) / ({parts[1]})").meta.eq(expression(formula)):
            return parts
    return formula, None


def _top_level_slashes(formula: str) -> list[int]:
    depth, found = 0, []
    for place, sign in enumerate(formula):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "/" and depth == 0:
            found.append(place)
    return found


def _bare(part: str) -> str:
    """Without the parentheses around the whole."""
    part = part.strip()
    inner = part[1:-1]
    closes_early = any(inner[:end].count(")") > inner[:end].count("(") for end in range(len(inner)))
    return _bare(inner) if part.startswith("(") and part.endswith(")") and not closes_early else part
