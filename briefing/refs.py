"""References: where a spoken number comes from, and the way back from the reference to the number."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from data.calendar import WorkCalendar
from metrics.snapshot import Snapshot
from metrics.warning import Warning  # noqa: A004 - the house's word for it

Kind = Literal["cell", "warning", "calendar", "derived", "name", "catalogue", "article"]
Value = float | str | None
QUOTED = ("name", "catalogue", "article")
"""Kinds whose value is a text: their digits are said as they stand in it."""
TERM = re.compile(r"(\d+)\.([a-z]\w*)\.([a-z]+)(?:-(\d+))?\.([a-z_]+)")
SIGNS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class BrokenRefError(ValueError):
    """A reference leads to no number: its formula, field or kind is wrong."""


@dataclass(frozen=True)
class Ref:
    """A number that may be said, and its source.

    `kind` cell: the snapshot cell of org, indicator and period. warning: the field `formula` of the warning of org and
    indicator. calendar: the date, or the workday of the month. derived: `formula` over terms
    `ORG.INDICATOR.PERIOD.FIELD`; the period `path` reads the last row of this month's path, `path-5` the row five
    working days before it, `trend-1` the last month. name: digits that belong to an organisation's name. catalogue: a
    text of the indicator's definition. article: a passage of an article; both are named by `formula`.

    `value` is in catalogue units and keeps its sign; words tell the direction, so that `text` tells the magnitude.
    `unit` is 元, a count's unit, %, 百分点, date or workday; rates are said with `digits` decimals. When it is said,
    `text` and its place `start` in the sentence are filled in.
    """

    kind: Kind
    value: Value
    unit: str
    org: str | None = None
    indicator: str | None = None
    period: str | None = None
    formula: str | None = None
    digits: int = 1
    text: str = ""
    start: int = 0

    @property
    def number(self) -> float:
        """The value of a reference that is known to be a number."""
        if not isinstance(self.value, int | float):
            raise BrokenRefError(f"{self.text or self.formula}: {self.value!r} is not a number")
        return self.value

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def to_json(self) -> dict[str, Any]:
        """The fields of the contract first, then ours."""
        names = ("text", "kind", "value", "org", "indicator", "period", "formula", "unit", "digits", "start")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Sources:
    """All that a reference can lead to: one snapshot, the day of the edition in its calendar, texts to be quoted."""

    snapshot: Snapshot
    date: date
    calendar: WorkCalendar
    texts: Mapping[str, str] = field(default_factory=dict)

    def cell(self, org: str, indicator: str, period: str, unit: str) -> Ref | None:
        """A cell's value; None where it has none."""
        value = self.snapshot.cell(org, indicator, period).value
        return None if value is None else Ref("cell", value, unit, org, indicator, period)

    def derived(self, formula: str, unit: str, org: str, indicator: str) -> Ref | None:
        """A number computed from cells and paths; None where a term is missing or the divisor is zero."""
        value = self._compute(formula)
        return None if value is None else Ref("derived", value, unit, org, indicator, "mtd", formula)

    def warning(self, warning: Warning, field: str, unit: str) -> Ref:
        """A field of a warning, such as gap, cause.share or cause.chain.visits.usual."""
        value = warning_field(warning, field)
        return Ref("warning", value, unit, warning.org, warning.indicator, warning.period, field)

    def today(self) -> Ref:
        return Ref("calendar", self.date.isoformat(), "date", formula="date")

    def data_day(self) -> Ref:
        return Ref("calendar", self.snapshot.as_of.isoformat(), "date", formula="as_of")

    def time_progress(self) -> Ref:
        """The share of the month's working days that is over with the as-of day."""
        as_of = self.snapshot.as_of
        share = self.calendar.workday_number(as_of) / self.calendar.workdays_in_month(as_of)
        return Ref("calendar", share, "%", formula="time_progress", digits=0)

    def workday(self) -> Ref:
        """The working day's number in its month; its formula tells how many there are."""
        number, total = self.calendar.workday_number(self.date), self.calendar.workdays_in_month(self.date)
        return Ref("calendar", number, "workday", formula=f"workday {number} of {total}")

    def name(self, org: str, lang: str) -> Ref:
        return Ref("name", self.snapshot.orgs.name(org, lang), "name", org, formula=lang)

    def quote(self, kind: Literal["catalogue", "article"], name: str, indicator: str | None = None) -> Ref | None:
        """A text by its name; None where it has gone."""
        found = self.texts.get(name)
        return None if found is None else Ref(kind, found, "text", indicator=indicator, formula=name)

    def workdays_left(self) -> int:
        """Working days of the as-of day's month after it."""
        as_of = self.snapshot.as_of
        return self.calendar.workdays_in_month(as_of) - self.calendar.workday_number(as_of)

    def recompute(self, ref: Ref) -> Value:
        """The value that a reference leads to now. A broken reference is a BrokenRefError."""
        found = self._again(ref)
        if found is None:
            raise BrokenRefError(f"{ref.text!r} leads to nothing: {ref.kind} {ref.org} {ref.indicator} {ref.formula}")
        return found.value

    def _again(self, ref: Ref) -> Ref | None:
        org, indicator, period = ref.org or "", ref.indicator or "", ref.period or ""
        match ref.kind:
            case "cell":
                return self.cell(org, indicator, period, ref.unit)
            case "derived":
                return self.derived(ref.formula or "", ref.unit, org, indicator)
            case "warning":
                return self.warning(self._warning(org, indicator), ref.formula or "", ref.unit)
            case "name":
                return self.name(org, ref.formula or "zh")
            case "catalogue" | "article":
                return self.quote(ref.kind, ref.formula or "", ref.indicator)
            case _:
                return self._of_calendar(ref.formula or "")

    def _of_calendar(self, formula: str) -> Ref | None:
        refs = (self.today(), self.data_day(), self.workday(), self.time_progress())
        return next((ref for ref in refs if ref.formula == formula), None)

    def _warning(self, org: str, indicator: str) -> Warning:
        found = (item for item in self.snapshot.warnings if (item.org, item.indicator) == (org, indicator))
        warning = next(found, None)
        if warning is None:
            raise BrokenRefError(f"there is no warning of {indicator} at {org}")
        return warning

    def _compute(self, formula: str) -> float | None:
        values: dict[str, float] = {}
        for number, term in enumerate(TERM.finditer(formula)):
            value = self._term(*term.groups())
            if value is None:
                return None
            values[f"v{number}"] = value
        names = iter(values)
        return calculate(TERM.sub(lambda _: next(names), formula), values)

    def _term(self, org: str, indicator: str, period: str, back: str | None, field: str) -> float | None:
        if period in {"path", "trend"}:
            rows = self.snapshot.path_of(org, indicator) if period == "path" else self.snapshot.trend_of(org, indicator)
            at = rows.height - 1 - int(back or 0)
            return None if at < 0 else rows.row(at, named=True)[field]
        value = getattr(self.snapshot.cell(org, indicator, period), field)
        return None if value is None else float(value)


def calculate(formula: str, values: dict[str, float]) -> float | None:
    """Plain arithmetic over named values; None for a division by zero. Anything else is a BrokenRefError."""
    try:
        return _evaluate(ast.parse(formula, mode="eval").body, values)
    except ZeroDivisionError:
        return None
    except (SyntaxError, KeyError) as error:
        raise BrokenRefError(f"formula {formula!r} cannot be read: {error}") from error


def _evaluate(node: ast.expr, values: dict[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.Name(id=name):
            return values[name]
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in SIGNS:
            return SIGNS[type(sign)](_evaluate(left, values), _evaluate(right, values))
        case _:
            raise BrokenRefError(f"{ast.unparse(node)!r} is no arithmetic")


def warning_field(warning: Warning, field: str) -> float:
    """A number of a warning by its dotted name; links of the chain are named by their indicator."""
    found: Any = warning
    for part in field.split("."):
        if isinstance(found, tuple):
            found = next((link for link in found if link.indicator == part), None)
        else:
            found = getattr(found, part, None)
    if not isinstance(found, int | float):
        raise BrokenRefError(f"a warning has no number {field!r}")
    return float(found)
