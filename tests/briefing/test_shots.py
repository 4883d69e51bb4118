"""What stands on the screen: the spoken figures, within the cards' room, and nothing from outside the subtree."""

import polars as pl
import pytest

from avatar.types import Shot
from briefing.rundown import compose, facts
from briefing.script import TEMPLATES
from briefing.shots import SHOTS, shot
from tests.altered import with_cells


def shots(morning):
    return {sentence.id: (sentence, shot(sentence.cue, morning)) for sentence in compose(morning).sentences}


def texts(found):
    """All words of a picture."""
    cards = [found.chart] if found.chart else []
    rows = [cell for row in found.listing.rows for cell in row[:2]] if found.listing else []
    figures = [text for figure in found.figures for text in (figure.label, figure.value, figure.unit, figure.note)]
    heads = [text for card in cards for text in (card.title, card.scope, card.value, card.unit, card.pill, card.note)]
    return [found.title, found.subtitle, *heads, *rows, *figures]


def test_every_template_has_a_picture():
    told = {path.stem for path in (TEMPLATES / "zh").glob("*.j2")}
    assert {name for name in told if not name.startswith("answer_")} == set(SHOTS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_fact_of_every_level_has_a_picture(snapshot, healthy, morning_of, line, lang):
    for taken in (snapshot, healthy):
        for org in line:
            morning = morning_of(taken, org, lang)
            for fact in facts(morning):
                found = shot(fact, morning)
                assert found != Shot()
                assert len(found.figures) <= 3
                assert not found.listing or 1 <= len(found.listing.rows) <= 5


def test_the_headline_stands_beside_the_spoken_one(snapshot, morning_of):
    told = with_cells(snapshot, status=pl.lit("red"))
    _, found = shots(morning_of(told, "8601"))["headline"]
    assert found.chart.pill == "达成 29.5%"
    assert found.chart.note == "落后 12.5 个百分点"
    assert found.chart.tone == "risk"
    actual, expected = found.chart.lines
    assert len(actual.values) == len(expected.values) == 21
    assert [value is None for value in actual.values] == [False] * 12 + [True] * 9
    assert found.chart.ticks == ("6/1", "6/15", "6/30")


def test_the_warned_org_s_own_path_is_drawn(snapshot, morning_of):
    said, found = shots(morning_of(snapshot, "8601"))["warning-1"]
    warning = said.cue.data["warning"]
    assert found.chart.lines[0].values[11] == snapshot.path_of(warning.org, warning.indicator)["actual"][-1]
    assert found.chart.pill == "红色预警"


def test_the_cause_shows_children_and_chain(snapshot, morning_of):
    _, found = shots(morning_of(snapshot, "8601"))["cause-1"]
    names = [row[0] for row in found.listing.rows]
    assert names[0] == "江城城东营业区"
    assert sum(row[2] for row in found.listing.rows) == pytest.approx(1)
    assert [figure.label for figure in found.figures] == ["有拜访人力占比", "计划书"]


def test_five_warnings_are_shown_at_the_close(snapshot, morning_of):
    morning = morning_of(snapshot, "86")
    _, found = shots(morning)["close"]
    assert len(found.listing.rows) == len(morning.warnings) <= 5


def test_a_grey_warning_is_listed_without_a_number(make_snapshot, make_warning, morning_of):
    taken = make_snapshot(warnings=(make_warning("8601", "visits", "grey", None),))
    _, found = shots(morning_of(taken, "8601"))["close"]
    assert found.listing.rows[0][1:] == ("数据未齐", None)


def test_only_the_subtree_is_on_the_screen(snapshot, healthy, morning_of, line):
    for taken in (snapshot, healthy):
        for org in line[1:]:
            inside = set(taken.orgs.subtree(org))
            inner = {taken.orgs.name(each, "zh") for each in inside}
            outer = {taken.orgs.name(each, "zh") for each in taken.orgs.ids if each not in inside}
            seen = " ".join(text for _, found in shots(morning_of(taken, org)).values() for text in texts(found))
            assert not [name for name in outer if name in seen and not any(name in own for own in inner)]


def test_a_missing_value_is_grey_and_not_zero(snapshot, morning_of):
    morning = morning_of(snapshot, "8601")
    empty = morning_of(with_cells(snapshot, value=None), "8601")
    gone = next(fact for fact in facts(morning) if fact.id == "yesterday")
    assert {figure.value for figure in shot(gone, empty).figures} == {"–"}
    assert {figure.tone for figure in shot(gone, empty).figures} == {"grey"}


def vars_of(snapshot):
    return {name: getattr(snapshot, name) for name in snapshot.__dataclass_fields__}
