from dataclasses import replace

import pytest

from cockpit import view


def test_tiles_show_the_headlines_of_a_class(make_session):
    session = make_session("branch", "zh")
    tiles = view.tiles(session, "performance", "overview")
    assert [tile.name for tile in tiles] == [entry.name_zh for entry in session.headlines("performance")]
    (chosen,) = (tile for tile in tiles if tile.selected)
    assert (chosen.name, chosen.drill) == ("首年期交保费", "/drill?org=8601&indicator=fyp_regular&period=mtd")


def test_a_cell_without_meaning_says_why(make_session):
    session = replace(make_session("branch", "en"), period="day")
    tile = next(tile for tile in view.tiles(session, "performance", "overview") if "persistency" in tile.name)
    assert (str(tile.value), tile.reason) == ("—", "Not meaningful at this level or period")
    assert tile.bar is None


def test_children_are_ranked_by_attainment_and_stay_in_scope(make_session):
    session = make_session("branch", "zh")
    rows = view.rows(session)
    assert {row.org for row in rows} == {"860101", "860102", "860103"}
    shares = [int(row.attained.rstrip("%")) for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= row.bar <= 1 for row in rows)


def test_less_is_better_ranks_the_smallest_first(make_session):
    session = replace(make_session("branch", "zh"), indicator="zero_dept_rate")
    values = [float(row.value.figure) for row in view.rows(session)]
    assert values == sorted(values)


def test_the_mark_stands_where_the_month_should_be(make_session):
    session = make_session("branch", "zh")
    mark = view.mark(session, "8601", session.shown)
    assert mark.at == pytest.approx(1.12 / 2.2 / view.FULL_BAR)
    assert view.mark(replace(session, period="ytd"), "8601", session.shown).at == pytest.approx(1 / view.FULL_BAR)


def test_a_unit_has_no_children(make_session):
    session = make_session("unit", "zh")
    assert view.rows(session) == []
