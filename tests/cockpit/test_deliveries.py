"""What the page of data health says of sources, days and refused rows."""

from dataclasses import replace
from datetime import date, datetime

import polars as pl

from cockpit import deliveries
from cockpit.checks import Check
from metrics.report import Difference, Report

STATE = {
    "source": "core", "last_arrival": "2026-06-17", "last_day": "2026-06-16", "rows": 12_345, "quarantined": 0,
    "lag_days": 0, "unreadable": [],
}  # fmt: skip


def session_with(make_session, *states):
    session = make_session("hq", "zh")
    snapshot = replace(session.sight.snapshot, sources=tuple(states))
    return replace(session, sight=replace(session.sight, snapshot=snapshot))


def day(table, number, rows, late, usual, state):
    return {
        "table": table, "day": date(2026, 6, number), "rows": rows, "late": late, "usual": usual, "state": state,
    }  # fmt: skip


def test_a_source_is_green_in_time_amber_late_and_red_where_a_file_cannot_be_read(make_session):
    broken = {**STATE, "source": "service", "unreadable": ["complaint/x.csv is empty"]}
    session = session_with(make_session, STATE, {**STATE, "lag_days": 2}, {**STATE, "quarantined": 3}, broken)
    shown = deliveries.sources(session)
    assert [(one.name, one.status, one.lag) for one in shown] == [
        ("寿险核心", "green", "及时"),
        ("寿险核心", "yellow", "2 天"),
        ("寿险核心", "yellow", "及时"),
        ("客服与品质", "red", "及时"),
    ]
    assert shown[0].rows == "12,345"


def test_a_source_that_never_delivered_has_dashes(make_session):
    never = {**STATE, "last_arrival": None, "last_day": None, "lag_days": None}
    shown = deliveries.sources(session_with(make_session, never))[0]
    assert (shown.arrived, shown.told, shown.lag) == ("—", "—", "—")


def test_days_become_a_line_a_table_and_the_worst_are_said_first(make_session):
    days = pl.DataFrame(
        [
            day("event", 9, 1000, 500, 990.0, "late"),
            day("event", 10, 1000, 0, 990.0, "ok"),
            day("policy", 8, 3, 0, 10.0, "thin"),
            day("policy", 9, 0, 0, 10.0, "missing"),
        ]
    )
    session = make_session("hq", "zh")
    lines = deliveries.grid(session, days)
    assert [(line.name, [spot.status for spot in line.spots]) for line in lines] == [
        ("APP 行为", ["yellow", "green"]),
        ("保单", ["yellow", "red"]),
    ]
    assert lines[0].spots[0].title == "APP 行为 06-09：1,000 行，通常 990 行，迟到 500 行"
    assert deliveries.notes(session, days) == [
        ("red", "保单：06-09 没有数据"),
        ("yellow", "APP 行为：06-09 有 500 行（50%）迟到"),
        ("yellow", "保单：06-08 仅 3 行，通常 10 行"),
    ]


def refused(*rules):
    rows = [("core", "policy", f"f{at}", "{}", rule, datetime(2026, 6, 17, at)) for at, rule in enumerate(rules)]
    return pl.DataFrame(rows, schema=["source", "table", "file", "row", "rule", "seen_at"], orient="row")


def test_refused_rows_are_counted_by_rule_and_the_newest_can_be_chosen_first(make_session):
    frame = refused("a", "b", "b")
    assert deliveries.refused_kinds(make_session("hq", "en"), frame) == [("Policies", "b", 2), ("Policies", "a", 1)]
    assert [row["file"] for row in deliveries.choices(frame)] == ["f2", "f1", "f0"]


def test_only_a_json_object_takes_a_rows_place():
    row = {"table": "policy", "file": "f", "row": "{}"}
    assert deliveries.repair(row, '{"premium": 1}').mended == '{"premium": 1}'
    assert deliveries.repair(row, "[1]") is None
    assert deliveries.repair(row, "premium 1") is None


def test_the_last_check_is_said_and_only_what_differs_in_sight_is_shown(make_session):
    day = date(2026, 6, 16)
    found = [
        Difference("visits", "8601", "mtd", day, 1234.0, None),
        Difference("visits.target", "86", "day", day, 1.5, 2.0),
    ]
    check = Check(datetime(2026, 6, 17, 3, 30), "a", "b", Report(day, 15, 99, 2, tuple(found)))
    whole, part = (deliveries.recount(make_session(name, "zh"), check) for name in ("hq", "branch"))
    assert whole.status == part.status == "red"
    assert whole.told == part.told == check.told("zh")
    assert [(row.measure, row.org, row.period, row.kept, row.full) for row in whole.rows] == [
        ("客户拜访量", "江城分公司", "月 2026-06-16", "1,234.0", "—"),
        ("visits.target", "总公司", "日 2026-06-16", "1.5", "2.0"),
    ]
    assert part.rows == whole.rows[:1]


def test_a_check_that_found_all_the_same_is_green_and_one_that_was_not_made_grey(make_session):
    day = date(2026, 6, 16)
    check = Check(datetime(2026, 6, 17, 3, 30), "a", "a", Report(day, 15, 99, 0, ()))
    assert deliveries.recount(make_session("hq", "en"), check).status == "green"
    never = deliveries.recount(make_session("hq", "en"), None)
    assert (never.status, never.told, never.rows) == ("grey", "None was made yet.", ())
