"""The list of cases: in scope only, gravest first, with what was done in words."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from cockpit import cases
from cockpit.followups import Entry, Ledger, folded
from tests.cockpit import world

NOW, TODAY = datetime(2026, 6, 17, 7), date(2026, 6, 17)
RED, YELLOW, ELSEWHERE = "860101-fyp_regular-2026-06", "8601-ren_month_rate-2026-06", "860301-visits-2026-06"


@pytest.fixture
def session(make_session):
    return make_session("branch", "zh")


def after(*entries):
    raised = [Entry(NOW, key, "raised", "worker", severity="red") for key in (RED, YELLOW, ELSEWHERE)]
    return folded([*raised, *entries])


def test_a_branch_sees_its_own_the_gravest_first(session):
    assert [one.key for one in cases.cases(session, after())] == [RED, YELLOW]


def test_below_an_org_only_what_is_inside(session):
    assert [one.key for one in cases.cases(replace(session, org="860101"), after())] == [RED]


def test_another_month_and_an_unknown_indicator_are_left_out(session):
    old = Entry(NOW, "8601-visits-2026-05", "raised", "worker")
    strange = Entry(NOW, "8601-gone-2026-06", "raised", "worker")
    assert len(cases.cases(session, after(old, strange))) == 2


def test_what_the_worker_has_not_noted_yet_is_open(session):
    found = cases.cases(session, {})
    assert [one.state for one in found] == ["open", "open"]
    written = cases.done(session, found[0], "acknowledged", NOW, "seen")
    assert [(one.act, one.who) for one in written] == [("raised", "worker"), ("acknowledged", "branch")]
    again = cases.cases(session, folded(written))
    assert again[0].state == "acknowledged"
    assert [one.act for one in cases.done(session, again[0], "closed", NOW)] == ["closed"]


def test_what_recovered_stands_among_the_closed(session):
    calm = Entry(NOW, "8601-proposals-2026-06", "raised", "worker", severity="yellow")
    found = cases.cases(session, after(calm, replace(calm, act="cleared", severity="")))
    assert cases.counts(found) == {"open": 2, "acknowledged": 0, "closed": 1}
    shown = cases.rows(session, found, "closed", "", TODAY)
    assert [(one.indicator, one.severity) for one in shown] == [("计划书份数", "green")]


def test_who_sleeps_comes_last(session):
    snoozed = Entry(NOW, RED, "snoozed", "branch", until=date(2026, 6, 20))
    assert [one.key for one in cases.cases(session, after(snoozed))] == [YELLOW, RED]


def test_a_row_says_who_and_by_when(session):
    assigned = Entry(NOW, RED, "assigned", "branch", owner="李娜", due=date(2026, 6, 24))
    first, second = cases.rows(session, cases.cases(session, after(assigned)), "open", RED, TODAY)
    assert (first.org, first.owner, first.when, first.late, first.on) == ("江城中支", "李娜", "06-24 前", False, True)
    assert (second.owner, second.when) == ("三级机构经理", "06-07 起")
    assert first.href.startswith("/cases?")
    assert f"case={RED}" in first.href
    late = cases.rows(session, cases.cases(session, after(assigned)), "open", RED, date(2026, 6, 25))[0]
    assert (late.when, late.late) == ("已逾期 06-24", True)


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "行销辅助 APP系统负责人"), ("en", "Owner of the source: Sales app")]
)
def test_missing_data_are_the_source_s_to_mend(make_session, lang, words):
    session = make_session("branch", lang)
    found = next(one for one in cases.cases(session, {}) if one.key == RED)
    grey = replace(found, warning=replace(found.warning, severity="grey", owner="data.sales_app"))
    assert cases.owner(session, grey) == words
    raised = Entry(NOW, RED, "raised", "worker", severity="grey", owner="data.sales_app")
    assert cases.history(session, replace(grey, followup=folded([raised])[RED]))[0].text == ""


def test_the_history_is_told_newest_first(session):
    noted = Entry(NOW, RED, "noted", "branch", note="已约陪访")
    notes = cases.history(session, cases.cases(session, after(noted))[0])
    assert [(one.who, one.act, one.text) for one in notes] == [("branch", "备注", "已约陪访"), ("系统", "触发预警", "")]


def test_every_state_has_its_next_steps(session, tmp_path):
    ledger, steps = Ledger(tmp_path / "f.jsonl"), []
    for _ in range(4):
        case = cases.cases(session, ledger.followups())[0]
        steps.append((case.state, cases.acts(case)))
        ledger.add(cases.done(session, case, cases.acts(case)[0], NOW))
    assert [state for state, _ in steps] == ["open", "acknowledged", "closed", "open"]


def test_the_same_snapshot_once_more_adds_nothing(session, tmp_path):
    ledger = Ledger(tmp_path / "f.jsonl")
    ledger.add(cases.done(session, cases.cases(session, {})[0], "closed", NOW))
    assert RED not in {one.key for one in ledger.observe(world.usual(), NOW)}
