"""Rows against their schema: what parses and keeps the rules is good, the rest is told why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import dataframely as dy
import polars as pl

_TRUTH = {"true": True, "false": False, "1": True, "0": False}
_TIMES = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f")
_KEY_RULE = "primary_key"
_NONE = pl.DataFrame(schema={"row": pl.String, "rule": pl.String})


@dataclass(frozen=True)
class Verdict:
    """`good` rows in the schema's dtypes, each key once; `bad` ones as `row` (JSON text) and `rule` (those broken)."""

    good: pl.DataFrame
    bad: pl.DataFrame


def judge(raw: pl.DataFrame, schema: type[dy.Schema]) -> Verdict:
    """Parse and check rows that have the schema's columns in whatever dtypes.

    A rule is named `column|rule`, `column|dtype` where the value does not parse, or by its own name where it spans
    columns. Copies of one key are one row: the first that keeps all rules.
    """
    rows = parsed(raw, schema)
    lost = pl.DataFrame([(raw[name].is_not_null() & rows[name].is_null()).alias(name) for name in rows.columns])
    fails = lost.select(pl.any_horizontal(pl.all())).to_series()
    if not fails.any():
        return _check(rows, schema)
    verdict = _check(rows.filter(~fails), schema)
    unparsed = _refused(raw.filter(fails), lost.filter(fails).select(pl.all().name.suffix("|dtype")))
    return Verdict(verdict.good, pl.concat([unparsed, verdict.bad]))


def judge_each(raws: Sequence[pl.DataFrame], schema: type[dy.Schema]) -> list[Verdict]:
    """What `judge` says of each; with less work where they are small and mostly good, for it looks at many at once.

    The rules are each of one row, but for the key: where no row of several is refused and no key comes twice, each is
    good by itself. Otherwise the halves are looked at, down to the one that is to blame.
    """
    if not raws[1:]:
        return [judge(raw, schema) for raw in raws]
    if all(raw.schema == raws[0].schema for raw in raws):
        good = judge(pl.concat(raws), schema).good
        ends = list(accumulate(map(len, raws)))
        if good.height == ends[-1]:
            return [Verdict(good[end - len(raw) : end], _NONE) for raw, end in zip(raws, ends, strict=True)]
    half = len(raws) // 2
    return judge_each(raws[:half], schema) + judge_each(raws[half:], schema)


@cache
def dtypes(schema: type[dy.Schema]) -> dict[str, pl.DataType]:
    """Column -> dtype."""
    return dict(schema.create_empty().schema)


def parsed(raw: pl.DataFrame, schema: type[dy.Schema]) -> pl.DataFrame:
    """The schema's columns in its dtypes; null where a value does not parse."""
    return raw.select(_parse(pl.col(name), raw.schema[name], dtype) for name, dtype in dtypes(schema).items())


def _check(rows: pl.DataFrame, schema: type[dy.Schema]) -> Verdict:
    good, failure = schema.filter(rows)
    if not len(failure):
        return Verdict(good, _refused(rows.clear(), pl.DataFrame()))
    invalid, rules = failure.invalid(), failure.details().drop(schema.column_names())
    broken = rules.select(pl.exclude(_KEY_RULE).cast(pl.String) == "invalid")
    bad = broken.select(pl.any_horizontal(pl.all())).to_series()
    copies = invalid.filter(~bad).unique(schema.primary_key(), keep="first", maintain_order=True)
    return Verdict(pl.concat([good, copies]), _refused(invalid.filter(bad), broken.filter(bad)))


def _refused(rows: pl.DataFrame, broken: pl.DataFrame) -> pl.DataFrame:
    """Rows as JSON text, each with the names of the columns of `broken` that are true."""
    if rows.is_empty():
        return _NONE
    names = [pl.when(pl.col(name)).then(pl.lit(name)) for name in broken.columns]
    rule = broken.select(pl.concat_str(names, separator=", ", ignore_nulls=True).alias("rule"))
    text = rows.with_columns(pl.selectors.float().cast(pl.String))  # JSON has no NaN
    return text.select(pl.struct(pl.all()).struct.json_encode().alias("row")).hstack(rule)


def _parse(value: pl.Expr, source: pl.DataType, target: pl.DataType) -> pl.Expr:
    if source == target:
        return value
    if source == pl.String:
        return _parse_text(value, target)
    if source.is_float() and target.is_integer():
        return pl.when(value == value.round()).then(value).cast(target, strict=False)
    return value.cast(target, strict=False)


def _parse_text(value: pl.Expr, target: pl.DataType) -> pl.Expr:
    if target == pl.Date:
        return value.str.to_date("%Y-%m-%d", strict=False)
    if target == pl.Datetime:
        return pl.coalesce(value.str.to_datetime(form, time_unit="us", strict=False) for form in _TIMES)
    if target == pl.Boolean:
        return value.replace_strict(_TRUTH, default=None, return_dtype=pl.Boolean)
    return value.cast(target, strict=False)
