from dataclasses import replace

from cockpit.hero import hero
from tests.cockpit import world


def test_the_sum_of_the_children_is_the_parent(make_session):
    session = make_session("branch", "zh")
    (only,) = hero(session)["sums"]
    assert only.difference is None
    assert only.own == only.below


def test_a_rate_reconciles_numerator_and_denominator(make_session):
    session = replace(make_session("hq", "zh"), indicator="ren_month_rate")
    assert [(part.label, part.difference) for part in hero(session)["sums"]] == [("分子", None), ("分母", None)]


def test_without_a_value_nothing_is_reconciled(make_session):
    session = replace(make_session("branch", "zh"), indicator="persist_13m", period="day")
    shown = hero(session)
    assert shown["sums"] == []
    assert shown["reason"] == "此层级或期间无意义"


def test_a_unit_has_nothing_below(make_session):
    assert not hero(make_session("unit", "en"))["has_children"]
    assert world.LINE[-1] == make_session("unit", "en").org
