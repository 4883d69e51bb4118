from dataclasses import replace

import pytest

from cockpit.sums import adds_up, part_unit, sums
from metrics.catalogue import load

CATALOGUE = load()


def cells(session):
    """The session's cell and its children's."""
    place = session.org, session.indicator, session.period
    return session.sight.cell(*place), session.sight.children(*place)


def test_a_difference_is_shown(make_session):
    session = make_session("branch", "zh")
    cell, children = cells(session)
    (found,) = sums(session, cell, children[:-1])
    assert str(found.difference).startswith("−")


def test_where_the_children_have_no_meaning_nothing_is_reconciled(make_session):
    session = replace(make_session("department", "zh"), indicator="zero_dept_rate")
    cell, children = cells(session)
    assert cell.value is not None
    assert sums(session, cell, children) == []


def test_parts_of_a_money_rate_are_money(make_session):
    session = replace(make_session("hq", "zh"), indicator="ren_month_rate")
    assert all("元" in part.own.unit for part in sums(session, *cells(session)))
    counted = replace(session, indicator="ren_contact_rate")
    assert all(part.own.unit == "" for part in sums(counted, *cells(counted)))


@pytest.mark.parametrize(
    ("formula", "sum_of_measures"),
    [
        ("visits", True),
        ("hc_begin + hc_end", True),
        ("(hc_begin + hc_end) / 2", True),
        ("fyp_regular + 0.1 * policies", True),
        ("policies * 10000", True),
        ("policies - policies_ly", True),
        ("2", False),
        ("pace_curve", False),
        ("policies - pace_time", False),
        ("policies + 1", False),
        ("policies * recruits", False),
        ("fyp_regular / policies", False),
        ("fyp_regular / policies - 1", False),
        ("nothing_known", False),
        ("CASE WHEN policies > 0 THEN 1 END", False),
    ],
)
def test_only_a_sum_of_measures_adds_up(formula, sum_of_measures):
    assert adds_up(formula) is sum_of_measures


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator"),
    [("件", "件", ""), ("元/人", "元", ""), ("次/人", "", ""), ("小时", "小时", ""), ("件/万张", "", "")],
)
def test_a_part_has_the_unit_of_what_it_counts(make_session, unit, numerator, denominator):
    session, entry = make_session("hq", "zh"), replace(CATALOGUE["visits"], unit=unit)
    assert part_unit(session, entry, "numerator") == numerator
    assert part_unit(session, entry, "denominator") == denominator


def test_what_does_not_add_up_is_not_reconciled(make_session):
    session = make_session("hq", "zh")
    grown = dict(CATALOGUE.indicators) | {"fyp_regular": replace(CATALOGUE["fyp_regular"], formula="policies * visits")}
    changed = replace(session, catalogue=replace(CATALOGUE, indicators=grown))
    assert sums(changed, *cells(changed)) == []
