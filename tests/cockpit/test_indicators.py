"""The catalogue for people: every way of searching, the whole meaning, red orgs of one's own only."""

from dataclasses import replace

import polars as pl
import pytest

from cockpit import indicators
from tests.altered import with_cells
from tests.cockpit import world


@pytest.fixture
def session(make_session):
    return make_session("branch", "zh")


@pytest.mark.parametrize(
    "words", ["期交保费", "fyp_regular", "Regular FYP", "qjbf", "业绩 期交", "PERFORMANCE fyp_regular"]
)
def test_found_by_name_id_initials_and_class(session, words):
    assert "fyp_regular" in [one.id for one in indicators.found(session, words)]


def test_all_without_words_none_for_nonsense(session):
    assert len(indicators.found(session, " ")) == len(session.catalogue)
    assert indicators.found(session, "zzzz") == []


def test_the_list_marks_the_chosen_one_and_leads_to_each(session):
    listed = indicators.entries(session, "")
    assert [one.id for one in listed if one.on] == ["fyp_regular"]
    assert all(f"indicator={one.id}" in one.href for one in listed)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_indicator_says_what_it_means(make_session, lang):
    session = make_session("branch", lang)
    for one in session.catalogue:
        says = dict(indicators.meaning(replace(session, indicator=one.id)))
        assert len(says) == 8
        assert all(says.values()), one.id


@pytest.mark.parametrize(("lang", "label"), [("zh", "红黄线"), ("en", "Bands")])
def test_a_band_names_its_source_in_the_page_s_language(make_session, lang, label):
    session = make_session("branch", lang)
    for rule in ("band", "pace", "level"):
        one = next(one for one in session.catalogue if one.rule == rule)
        says = dict(indicators.meaning(replace(session, indicator=one.id)))
        source = (one if rule == "band" else session.catalogue.bands[rule]).source(lang)
        assert str(source) in says[label]


@pytest.mark.parametrize(
    ("lang", "indicator", "words"),
    [
        ("zh", "attendance_rate", "；分母不足 20 时不评判"),
        ("zh", "ren2_rate", "；分母不足 10 万元 时不评判"),
        ("en", "attendance_rate", "; not judged under a denominator of 20"),
        ("en", "licensed_rate", None),
        ("en", "visits", None),
    ],
)
def test_the_bands_say_on_how_little_a_rate_is_not_judged(make_session, lang, indicator, words):
    session = make_session("branch", lang)
    says = dict(indicators.meaning(replace(session, indicator=indicator)))[{"zh": "红黄线", "en": "Bands"}[lang]]
    assert says.endswith(words) if words else "denominator" not in says


def test_red_orgs_are_one_s_own_the_highest_first(session):
    red = with_cells(world.usual(), status=pl.lit("red"))
    found, count = indicators.reds(replace(session, sight=replace(session.sight, snapshot=red)))
    assert count == len(world.usual().orgs.subtree("8601"))
    assert len(found) == indicators.REDS
    assert all("org=8601" in one.href for one in found)
    assert [len(one.href) for one in found] == sorted(len(one.href) for one in found)


def test_no_red_org_is_calm(session):
    assert indicators.reds(session) == ([], 0)


def test_rows_are_shown_as_texts(session):
    rows = pl.DataFrame({"day": [world.AS_OF], "agent_id": [None], "amount": [1234.5]})
    assert indicators.shown(rows) == [["2026-06-16", "", "1,234.50"]]
    assert indicators.heads(session, rows.rename({"agent_id": "strange"})) == ["日期", "strange", "数值"]
