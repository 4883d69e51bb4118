from dataclasses import replace
from datetime import date

from cockpit.cards import card, cards
from metrics.warning import Cause, Missing


def test_a_warning_says_what_why_and_opens_the_drill(make_session):
    found = {one.org: one for one in cards(make_session("branch", "zh"))}
    shown = found["江城中支"]
    assert shown.severity == "red"
    assert shown.headline == "达成 29.5%，应达 42.0%，预计月末 70.3%"
    assert shown.gap == "落后 12.5 个百分点"
    assert shown.lines == ("余下每日需 19.8 万元，近五日日均 13.2 万元", "缺口 62% 在营业区1")
    assert shown.chain == ("有拜访人力占比 −29%", "计划书份数 −37%")
    assert shown.href == "/drill?org=860101&indicator=fyp_regular&period=mtd"


def test_warnings_speak_english(make_session):
    found = {one.org: one for one in cards(make_session("hq", "en"))}
    assert found["Jiangcheng Sub-branch"].gap == "12.5 pts behind"


def test_who_has_no_warnings_sees_none(make_session):
    assert cards(make_session("unit", "zh")) == []


def test_the_limit_holds(make_session):
    assert len(cards(make_session("hq", "zh"), 1)) == 1


def test_a_rate_is_behind_in_its_own_points(make_session):
    session = make_session("branch", "zh")
    given = session.sight.warnings(session.org, 5)[0]
    shares = {"attainment": 0.25, "pace": 0.5, "gap": -0.25, "projection": 0.5}
    rate = replace(given, indicator="ren_month_rate", target=0.48, gap_volume=0.12, cause=None, **shares)
    shown = card(session, rate)
    assert shown.headline == "现为 12.0%，应达 24.0%，预计月末 24.0%"
    assert shown.gap == "落后 12.0 个百分点"
    assert shown.lines == ()


def test_a_grey_warning_says_what_is_missing_and_no_number(make_session):
    missing = (Missing("event", date(2026, 6, 9), 0.5),)
    for lang, words in (
        ("zh", ("数据未齐", "数据补齐之前不作判断", "行销辅助 APP：06-09 的数据缺 50%")),
        ("en", ("Data incomplete", "Not judged before the data are complete", "Sales app: 50% of 06-09 is missing")),
    ):
        session = make_session("branch", lang)
        given = session.sight.warnings(session.org, 5)[0]
        grey = replace(given, rule="W8", severity="grey", cause=Cause(given.org, 1.0, (), missing))
        shown = card(session, grey)
        assert (shown.severity, shown.gap, shown.headline, *shown.lines) == ("grey", *words)
        assert shown.chain == ()
