"""What the sources delivered, as the page of data health shows it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import polars as pl

from cockpit import figures
from cockpit.checks import Check
from cockpit.session import Session
from data.repairs import Repair
from metrics.report import Difference

NOTES = 6
ROWS = 100
DULL = {"ok": "green", "late": "yellow", "thin": "yellow", "missing": "red"}


@dataclass(frozen=True)
class Source:
    """A source system in words."""

    name: str
    status: str
    arrived: str
    told: str
    lag: str
    rows: str
    refused: int
    unreadable: tuple[str, ...]


@dataclass(frozen=True)
class Spot:
    """A day of a table."""

    status: str
    title: str


@dataclass(frozen=True)
class Line:
    """The days of a table, oldest first."""

    name: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Row:
    """A number that the nightly check found to be another."""

    measure: str
    org: str
    period: str
    kept: str
    full: str


@dataclass(frozen=True)
class Recount:
    """The last nightly check in words, and what differed of what the session may see."""

    status: str
    told: str
    rows: tuple[Row, ...] = ()


def recount(session: Session, check: Check | None) -> Recount:
    if check is None:
        return Recount("grey", session.say("recount.never"))
    seen = [one for one in check.report.differences if session.sight.covers(one.org)]
    rows = tuple(_row(session, one) for one in seen[:ROWS])
    return Recount("green" if check.same else "red", check.told(session.lang), rows)


def _row(session: Session, one: Difference) -> Row:
    known = one.measure in session.catalogue
    return Row(
        session.catalogue[one.measure].name(session.lang) if known else one.measure,
        session.sight.name(one.org, session.lang),
        f"{session.say(f'period.{one.period}')} {one.day}",
        "—" if one.kept is None else f"{one.kept:,}",
        "—" if one.full is None else f"{one.full:,}",
    )


def sources(session: Session) -> list[Source]:
    return [_source(session, state) for state in session.sight.sources()]


def _source(session: Session, state: Mapping[str, Any]) -> Source:
    lag = state["lag_days"]
    status = "red" if state["unreadable"] else "yellow" if lag or state["quarantined"] else "green"
    words = "" if lag is None else session.say("health.lag_days", count=lag) if lag else session.say("health.in_time")
    return Source(
        session.say(f"source.{state['source']}"),
        status,
        state["last_arrival"] or "—",
        state["last_day"] or "—",
        words or "—",
        f"{state['rows']:,}",
        state["quarantined"],
        tuple(state["unreadable"]),
    )


def grid(session: Session, days: pl.DataFrame) -> list[Line]:
    """A line a table, in the catalogue's order of tables."""
    rows = days.sort("table", "day").iter_rows(named=True)
    return [
        Line(session.say(f"table.{table}"), tuple(_spot(session, row) for row in own))
        for table, own in groupby(rows, key=lambda row: row["table"])
    ]


def _spot(session: Session, row: Mapping[str, Any]) -> Spot:
    return Spot(DULL[row["state"]], session.say("health.cell", **_words(session, row)))


def notes(session: Session, days: pl.DataFrame) -> list[tuple[str, str]]:
    """The worst days in sentences, each with its colour: missing first, then late, then thin; the newest first."""
    order = {"missing": 0, "late": 1, "thin": 2}
    bad = [row for row in days.iter_rows(named=True) if row["state"] in order]
    bad.sort(key=lambda row: (order[row["state"]], -row["day"].toordinal(), -row["rows"]))
    return [
        (DULL[row["state"]], session.say(f"health.{row['state']}_note", **_words(session, row))) for row in bad[:NOTES]
    ]


def _words(session: Session, row: Mapping[str, Any]) -> dict[str, str]:
    share = row["late"] / row["rows"] if row["rows"] else 0.0
    return {
        "table": session.say(f"table.{row['table']}"),
        "day": f"{row['day']:%m-%d}",
        "rows": f"{row['rows']:,}",
        "usual": "—" if row["usual"] is None else f"{row['usual']:,.0f}",
        "late": f"{row['late']:,}",
        "share": figures.percent(share, session.lang),
    }


def refused_kinds(session: Session, refused: pl.DataFrame) -> list[tuple[str, str, int]]:
    """Table, rule and how many rows, the most first."""
    counted = refused.group_by("table", "rule").len().sort("len", "table", "rule", descending=[True, False, False])
    return [(session.say(f"table.{table}"), rule, count) for table, rule, count in counted.head(ROWS).iter_rows()]


def choices(refused: pl.DataFrame) -> list[dict[str, Any]]:
    """The newest refused rows, to choose from."""
    return refused.sort("seen_at", "file", descending=True).head(ROWS).to_dicts()


def repair(row: Mapping[str, Any], text: str) -> Repair | None:
    """The order that puts a text in a row's place; None where the text is no JSON object."""
    try:
        mended = json.loads(text)
    except ValueError:
        return None
    if not isinstance(mended, dict):
        return None
    return Repair(row["table"], row["file"], row["row"], json.dumps(mended, ensure_ascii=False))
