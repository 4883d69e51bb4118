"""Every unit has its words, and names are said plainly."""

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


def test_every_indicator_has_a_name_without_digits(catalogue):
    for indicator in catalogue:
        for lang in ("zh", "en"):
            assert not any(letter.isdigit() for letter in indicator_name(indicator.id, lang, catalogue))


def test_a_name_is_one_line_without_steering_signs():
    assert plain("  A\u202eB\n\tC\ue000 ") == "A B C"
