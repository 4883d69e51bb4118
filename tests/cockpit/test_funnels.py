"""The page of funnels as records: the choice of the address, words and numbers, the worst step, scope."""

from dataclasses import replace

import pytest

from cockpit import funnels
from cockpit.places import crumbs
from cockpit.scope import OutOfScopeError
from cockpit.templating import render
from metrics.funnels import EMPTY
from tests.cockpit.funnels import JUNE, MAY, in_any_order


@pytest.fixture
def session(make_session):
    return make_session("branch", "zh")


def test_the_address_chooses_and_strange_words_do_not(session):
    first = funnels.chosen(session, {})
    assert (first.campaign.id, first.month, first.closed) == ("recruiting", MAY, True)
    asked = funnels.chosen(session, {"campaign": "recruiting", "month": "2026-06", "cohort": "all"})
    assert (asked.month, asked.closed) == (JUNE, False)
    assert funnels.chosen(session, {"campaign": "x", "month": "2031-01", "cohort": "y"}) == first
    assert asked.link(session, cohort="closed") == ("/funnels?org=8601&campaign=recruiting&month=2026-06&cohort=closed")


def test_without_any_count_there_is_nothing_to_choose(session):
    bare = replace(session.sight.snapshot, funnels=EMPTY)
    assert funnels.chosen(replace(session, sight=replace(session.sight, snapshot=bare)), {}) is None


def test_campaigns_and_months(session):
    choice = funnels.chosen(session, {})
    assert [(name, on) for name, _, on in funnels.campaigns(session, choice)] == [
        ("新单", False), ("增员", True), ("续期冲刺", False), ("保单检视", False),
    ]  # fmt: skip
    assert [(name, on, running) for name, _, on, running in funnels.months(session, choice)] == [
        ("2026-06", False, True), ("2026-05", True, False),
    ]  # fmt: skip


def test_the_stages_in_words(session):
    choice = funnels.chosen(session, {})
    first, second, *_, last = funnels.lines(session, funnels.funnel(session, choice), closed=True)
    assert (first.name, first.reached, first.rate, first.whole, first.days) == ("接触", "2,400", "—", "100.0%", "")
    assert (second.rate, second.expected, second.low, second.days) == ("36.7%", "35%", False, "2.5 天")
    assert (last.policies, last.premium, last.low) == ("176", "141 万元", True)
    assert second.href.startswith("/drill?org=8601&indicator=rc_interview_rate")


def test_what_still_runs_is_not_held_against_its_plan(session):
    choice = funnels.chosen(session, {"month": "2026-06", "cohort": "all"})
    second = funnels.lines(session, funnels.funnel(session, choice), closed=False)[1]
    assert (second.rate, second.low) == ("20.0%", False)


def test_a_planned_count_is_the_whole_company_s(make_session):
    hq, branch = make_session("hq", "en"), make_session("branch", "en")
    for session, shown in ((hq, "7,200 / 9,000"), (branch, "2,400")):
        found = funnels.funnel(session, funnels.chosen(session, {}))
        first = replace(found.steps[0], stage=replace(found.steps[0].stage, target=9000))
        assert funnels.lines(session, replace(found, steps=(first,)), closed=True)[0].reached == shown


def test_candidates_have_no_segments(session):
    assert funnels.parts(session, funnels.chosen(session, {}), "segment") == []


def test_the_leak_says_what_peers_would_bring(session):
    choice = funnels.chosen(session, {})
    poor = replace(session, org="860102")
    (loss,) = funnels.losses(poor, choice, funnels.funnel(poor, choice))
    assert loss.name == "面谈"
    assert "10.0%" in loss.rates
    assert "50.0%" in loss.rates
    assert "9 家机构" in loss.rates
    assert "+64.0 件" in loss.gain
    assert loss.bar == 1.0


def test_the_company_loses_what_its_branches_lose(make_session):
    hq = make_session("hq", "en")
    choice = funnels.chosen(hq, {})
    losses = funnels.losses(hq, choice, funnels.funnel(hq, choice))
    leaks = [funnels.funnel(hq, choice, org).steps[1].leak for org in hq.sight.snapshot.orgs.children("86")]
    policies = sum(leak.policies for leak in leaks if leak)
    assert policies > 0
    assert f"+{policies:,.1f} policies" in losses[0].gain
    assert losses[0].rates.startswith("All organisations below")


def test_the_child_that_loses_most_is_marked_where(session):
    rows = funnels.children(session, funnels.chosen(session, {}))
    assert [(row.name, row.worst) for row in rows] == [("江城中支", None), ("滨海中支", 0), ("云岭中支", None)]
    assert rows[1].rates == ("10.0%", "60.0%", "66.7%", "50.0%")
    assert "org=860102" in rows[1].href


def test_parts_by_tenure(session):
    rows = funnels.parts(session, funnels.chosen(session, {}), "tenure")
    assert [(row.name, row.entered) for row in rows] == [("1 年以下", "1,200"), ("5 年以上", "1,200")]


def test_those_who_did_not_go_on_left_or_were_lost(session):
    choice = funnels.chosen(session, {"campaign": "renewal"})
    due, reminded, *_, paid = funnels.lines(session, funnels.funnel(session, choice), closed=True)
    units = len(session.sight.snapshot.orgs.units) // 3
    assert due.sides == (("自动扣款", f"{6 * units:,}", "6.0%"), ("流失", f"{4 * units:,}", "4.0%"))
    assert [(name, share) for name, _, share in reminded.sides] == [
        ("自动扣款", "22.2%"), ("保费垫交", "3.3%"), ("失效", "2.2%"), ("流失", "5.6%"),
    ]  # fmt: skip
    assert paid.sides == ()
    running = funnels.lines(session, funnels.funnel(session, choice), closed=False)
    assert running[0].sides[-1][0] == "流失或进行中"


def test_a_campaign_without_exits_has_no_sides(session):
    found = funnels.funnel(session, funnels.chosen(session, {}))
    assert {line.sides for line in funnels.lines(session, found, closed=True)} == {()}


def test_in_any_order_a_step_is_of_those_who_reached_both(session):
    session = in_any_order(session)
    choice = funnels.chosen(session, {})
    lines = funnels.lines(session, funnels.funnel(session, choice), closed=True)
    assert [line.rate for line in lines] == ["—", "50.0%", "40.0%", "83.3%", "20.0%"]
    assert [line.whole for line in lines] == ["100.0%", "50.0%", "30.0%", "40.0%", "10.0%"]
    (row,) = funnels.parts(session, choice, "tenure")
    assert (*row.rates, row.whole) == ("50.0%", "40.0%", "83.3%", "20.0%", "10.0%")
    assert {row.rates for row in funnels.children(session, choice)} == {row.rates}


def test_the_page_says_which_order_counts(session):
    for one, told in ((session, False), (in_any_order(session), True)):
        choice = funnels.chosen(one, {})
        note = render("funnel_note.html.j2", "zh", session=one, choice=choice, running=0, keys=[])
        assert ("不分先后：进入后 180 天内" in note) == told
        shown = funnels.lines(one, funnels.funnel(one, choice), closed=True)
        table = render("funnel_lines.html.j2", "zh", session=one, lines=shown, ordered=choice.campaign.ordered)
        assert ("距进入中位数" in table) == told


def test_a_month_whose_windows_still_run_is_marked(session):
    months = funnels.months(session, funnels.chosen(session, {}))
    head = render(
        "funnels_head.html.j2", "zh", session=session, steps=crumbs(session, "funnels"), campaigns=[], months=months
    )
    assert head.count("仍有观察期未满者") == 2  # the dot's name, once to be read aloud and once to be seen
    assert head.index("2026-06") < head.index("仍有观察期未满者") < head.index("2026-05</a>")


def test_another_branch_is_refused(session):
    with pytest.raises(OutOfScopeError):
        funnels.funnel(session, funnels.chosen(session, {}), "8602")
    with pytest.raises(OutOfScopeError):
        funnels.parts(replace(session, org="8602"), funnels.chosen(session, {}), "segment")
