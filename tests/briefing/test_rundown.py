"""The broadcast as a whole: its order, its length, its warnings, its scope."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from briefing.budget import NUMBERS_A_MINUTE, seconds
from briefing.facts import ACTIVITY, POLICIES, PREMIUM, PRODUCING, RENEWAL
from briefing.rundown import CHAPTERS, compose, facts, late_sources
from briefing.script import sentence
from briefing.shots import shot
from metrics.warning import Cause, Link, Missing
from tests.altered import altered, with_cells

LANGS = ("zh", "en")
UNIT = "860101010101"


@pytest.fixture(scope="session")
def scripts(snapshot, healthy, morning_of, line):
    """Every level's script of the planted and the healthy insurer in both languages."""
    pairs = [(taken, org, lang) for taken in (snapshot, healthy) for org in line for lang in LANGS]
    return [(morning_of(*pair), compose(morning_of(*pair))) for pair in pairs]


def told(script, prefix):
    return [sentence for sentence in script.sentences if sentence.id.startswith(prefix)]


def test_chapters_come_in_order(scripts):
    for _, script in scripts:
        places = [CHAPTERS.index(sentence.chapter) for sentence in script.sentences]
        assert places == sorted(places)
        assert (script.sentences[0].id, script.sentences[-1].id) == ("opening", "close")


def test_ids_are_unique(scripts):
    for _, script in scripts:
        ids = [sentence.id for sentence in script.sentences]
        assert len(ids) == len(set(ids))


def test_length_is_in_the_budget(scripts):
    for morning, script in scripts:
        assert seconds(script) <= (32 if morning.level == "unit" else 90)


def test_a_planted_morning_lasts_a_minute(scripts):
    for morning, script in scripts:
        if morning.level in {"hq", "branch", "sub_branch"} and morning.warnings:
            assert seconds(script) >= 60


def test_numbers_are_few_enough_to_be_heard(scripts):
    for _, script in scripts:
        assert script.numbers * 60 <= NUMBERS_A_MINUTE * seconds(script) + 1e-9


def test_a_slow_voice_gets_a_shorter_script(snapshot, morning_of):
    morning = morning_of(snapshot, "8601")
    slow, usual = compose(morning, 0.8), compose(morning)
    assert sum(len(s.spoken) for s in slow.sentences) < sum(len(s.spoken) for s in usual.sentences)
    assert seconds(slow, 0.8) <= 90


def test_three_warnings_are_spoken_at_most_and_red_comes_first(scripts):
    for _, script in scripts:
        severities = [sentence.cue.data["severity"] for sentence in told(script, "warning-")]
        assert len(severities) <= 3
        assert severities == sorted(severities, key=lambda severity: severity != "red")


def test_the_collapsing_sub_branch_is_named_at_its_branch(snapshot, morning_of):
    script = compose(morning_of(snapshot, "8601"))
    first = told(script, "warning-1")[0]
    assert "红色预警" in first.text
    assert "江城中支" in first.text
    english = told(compose(morning_of(snapshot, "8601", "en")), "warning-1")[0]
    assert english.text.startswith("Now the risks. Red:")
    assert "Jiangcheng Sub-branch" in english.text


def test_the_cause_names_the_child_and_what_fell_first(snapshot, morning_of):
    cause = told(compose(morning_of(snapshot, "8601")), "cause-1")[0]
    assert "江城城东营业区" in cause.text
    assert "有拜访人力占比由平常的 58% 降到 41%，计划书跟着减少" in cause.text


def test_the_day_s_action_follows_from_the_cause(snapshot, morning_of):
    actions = told(compose(morning_of(snapshot, "8601")), "actions")[0]
    assert "与江城城东营业区连线，抓拜访出勤" in actions.text


def test_a_healthy_morning_is_calm(healthy, morning_of, line):
    for org in line[:-1]:
        for lang in LANGS:
            script = compose(morning_of(healthy, org, lang))
            assert not told(script, "warning")
            assert told(script, "calm")
            assert not told(script, "actions")


def test_a_symptom_is_not_a_second_warning(make_snapshot, make_warning, morning_of):
    both = (make_warning("860101", "fyp_regular", "red", None), make_warning("860101", "visits", "red", None))
    script = compose(morning_of(make_snapshot(warnings=both), "8601"))
    assert len(told(script, "warning-")) == 1


def test_a_leaf_praises_nobody(healthy, morning_of):
    assert not told(compose(morning_of(healthy, UNIT)), "praise")


def test_the_leading_child_is_praised_for_its_practice(healthy, morning_of):
    praise = told(compose(morning_of(healthy, "8601")), "praise")[0]
    assert "滨海中支" in praise.text
    assert "计划书转化率" in praise.text


def test_only_the_subtree_is_named(snapshot, healthy, morning_of, line):
    for taken in (snapshot, healthy):
        for org in line[1:]:
            inside = set(taken.orgs.subtree(org))
            for lang in LANGS:
                script = compose(morning_of(taken, org, lang))
                refs = [ref for sentence in script.sentences for ref in sentence.refs]
                assert {ref.org for ref in refs if ref.org} <= inside
                outside = {taken.orgs.name(other, lang) for other in taken.orgs.ids if other not in inside}
                inner = {taken.orgs.name(other, lang) for other in inside}
                text = " ".join(sentence.text for sentence in script.sentences)
                assert not [name for name in outside if name in text and not any(name in own for own in inner)]


def test_late_sources_are_said(make_snapshot, morning_of):
    sources = ({"source": "sales_app", "last_day": "2026-06-15"}, {"source": "core", "last_day": date(2026, 6, 16)})
    morning = morning_of(make_snapshot(sources=sources), "8601")
    assert late_sources(morning) == ["sales_app"]
    assert "行销辅助系统的数据未齐" in told(compose(morning), "data-gaps")[0].text


def grey(make_warning, org):
    """A warning on incomplete facts of the sales app."""
    missing = (Missing("event", date(2026, 6, 15), 0.5), Missing("event", date(2026, 6, 16), 1.0))
    return replace(make_warning(org, "visits", "grey", None), rule="W8", cause=Cause(org, 1.0, (), missing))


def test_incomplete_data_are_said_to_everybody_and_judged_for_nobody(make_snapshot, make_warning, morning_of):
    taken = make_snapshot(healthy=True, warnings=(grey(make_warning, "86"),))
    for org in ("86", "8601", UNIT):
        script = compose(morning_of(taken, org))
        assert "行销辅助系统的数据未齐" in told(script, "data-gaps")[0].text
        assert not told(script, "warning")
        assert told(script, "calm")[0].text.startswith("风险方面，数据未齐的指标暂不判断")
    english = told(compose(morning_of(taken, "8601", "en")), "calm")[0].text
    assert english.startswith("Where data are incomplete there is no judgement yet")


def test_unread_files_are_a_gap_and_unknown_sources_keep_their_name(make_snapshot, morning_of):
    sources = ({"source": "new system", "last_day": "2026-06-16", "unreadable": ["x.csv cut short"]},)
    assert "new system" in told(compose(morning_of(make_snapshot(sources=sources), "8601")), "data-gaps")[0].text


def test_a_weekend_without_deliveries_is_no_gap(make_snapshot, morning_of):
    sunday = make_snapshot(sources=({"source": "personnel", "last_day": "2026-06-12"},), as_of=date(2026, 6, 14))
    assert late_sources(morning_of(sunday, "8601", day=date(2026, 6, 15))) == []


def test_a_morning_without_premium_says_so(make_snapshot, morning_of):
    whole = make_snapshot(healthy=True)
    empty = altered(with_cells(whole, value=None, reason=None), pl.DataFrame.clear, "path")
    script = compose(morning_of(empty, "8601"))
    assert "数据未齐" in told(script, "headline")[0].text
    assert not told(script, "pace")


def test_a_morning_without_a_plan_says_so(make_snapshot, morning_of):
    whole = make_snapshot(healthy=True)
    unplanned = with_cells(whole, target=None)
    assert "计划尚未下达" in told(compose(morning_of(unplanned, "8601")), "headline")[0].text


def test_the_first_morning_of_a_month_speaks_of_last_month(make_snapshot, morning_of):
    closed = make_snapshot(healthy=True, as_of=date(2026, 6, 30))
    script = compose(morning_of(closed, "8601", day=date(2026, 7, 1)))
    assert told(script, "headline")[0].text.startswith("上月期交保费")
    assert not told(script, "run-rate")


def test_a_day_off_has_no_working_day_number(snapshot, morning_of):
    script = compose(morning_of(snapshot, "8601", day=date(2026, 6, 20)))
    assert "个工作日，共" not in script.sentences[0].text
    assert "数据截至 6 月 16 日" in script.sentences[0].text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((0.6, 0.5, 0.4, 0.3), "续期收取率和活动率都高于去年同期。"),
        ((0.4, 0.5, 0.2, 0.3), "续期收取率和活动率都低于去年同期。"),
        ((0.501, 0.5, 0.301, 0.3), "续期收取率和活动率都与去年同期持平。"),
        ((0.6, 0.5, 0.2, 0.3), "续期收取率高于去年同期；活动率低于去年同期。"),
    ],
)
def test_the_pillars_are_compared_with_last_year(healthy, morning_of, values, said):
    renewal, renewal_before, activity, activity_before = values
    now = pl.when(indicator="ren_month_rate").then(renewal).when(indicator="activity_rate").then(activity)
    before = pl.when(indicator="ren_month_rate").then(renewal_before).when(indicator="activity_rate")
    changed = with_cells(
        healthy, value=now.otherwise("value"), last_year=before.then(activity_before).otherwise("last_year")
    )
    morning = morning_of(changed, "8601")
    fact = next(fact for fact in facts(morning) if fact.id == "pillars")
    assert sentence(replace(fact, detail=1), morning.sources, "zh").text == said


@pytest.mark.parametrize("lang", LANGS)
def test_whatever_the_catalogue_warns_of_can_be_told_and_shown(
    make_snapshot, make_warning, morning_of, catalogue, lang
):
    """One indicator of each unit and way, warned and behind a warning; the script checks itself."""
    kinds = list({(entry.unit, entry.direction): entry.id for entry in catalogue}.values())
    for at, indicator in enumerate(kinds):
        warned = make_warning("860101", indicator, "red", "86010101")
        caused = replace(warned, cause=Cause("86010101", 0.6, (Link(kinds[at - 1], 2.0, 4.0, -0.5),)))
        morning = morning_of(make_snapshot(warnings=(caused,)), "8601", lang)
        script = compose(morning)
        assert told(script, "warning-1")
        for spoken in script.sentences:
            shot(spoken.cue, morning)


def test_only_the_indicators_of_the_brief_are_told_where_nothing_warns(healthy, morning_of):
    script = compose(morning_of(healthy, "8601"))
    picked = {ref.indicator for sentence in script.sentences for ref in sentence.refs if ref.indicator}
    assert picked <= {PREMIUM, POLICIES, PRODUCING, RENEWAL, ACTIVITY}
