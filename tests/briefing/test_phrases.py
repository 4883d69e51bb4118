"""Every unit has its words, and names are said plainly."""

from dataclasses import replace

import pytest

from briefing.phrases import indicator_name, plain, say
from briefing.refs import BrokenRefError, Ref


@pytest.mark.parametrize(
    ("unit", "value", "zh", "en"),
    [
        ("元", 12_160_000.0, "1,216 万元", "12.16 million yuan"),
        ("%", 0.38, "38.0%", "38.0%"),
        ("百分点", -0.125, "12.5 个百分点", "12.5 points"),
        ("人", 94.0, "94 人", "94 agents"),
        ("件", 1.0, "1 件", "1 policy"),
        ("小时", 26.44, "26.4 小时", "26.4 hours"),
        ("分", 1.0, "1 分钟", "1 minute"),
        ("月", 31.5, "31.5 个月", "31.5 months"),
        ("次/人", 3.268, "3.27 次/人", "3.27 visits an agent"),
        ("元/人", 15_230.0, "1.52 万元/人", "15.2 thousand yuan an agent"),
        ("件/万张", 0.83, "0.83 件/万张", "0.83 policies for every ten thousand"),
        ("date", "2026-06-17", "6 月 17 日", "17 June"),
    ],
)
def test_a_reference_is_said_in_its_unit(unit, value, zh, en):
    ref = Ref("cell", value, unit)
    assert (say(ref, "zh").shown, say(ref, "en").shown) == (zh, en)


def test_an_unknown_unit_and_a_missing_value_are_refused():
    with pytest.raises(BrokenRefError, match="furlong"):
        say(Ref("cell", 1.0, "furlong"), "zh")
    with pytest.raises(BrokenRefError):
        say(Ref("cell", None, "元"), "zh")


def test_every_unit_of_the_catalogue_can_be_said(catalogue):
    for indicator in catalogue:
        for lang in ("zh", "en"):
            assert say(Ref("cell", 1.0, indicator.unit), lang).shown


def test_a_name_with_figures_is_said_in_words(catalogue):
    entry = replace(catalogue["hc_active"], id="hc_5k", name_zh="7日内到期", name_en="5-day agents")
    grown = replace(catalogue, indicators={**catalogue.indicators, "hc_5k": entry})
    assert indicator_name("hc_5k", "zh", grown) == "七日内到期"
    assert indicator_name("hc_5k", "en", grown) == "five-day agents"


def test_every_indicator_has_a_name_without_digits(catalogue):
    for indicator in catalogue:
        for lang in ("zh", "en"):
            assert not any(letter.isdigit() for letter in indicator_name(indicator.id, lang, catalogue))


def test_a_name_is_one_line_without_steering_signs():
    assert plain("  A\u202eB\n\tC\ue000 ") == "A B C"
