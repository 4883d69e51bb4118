from datetime import date

from tests.metrics.hand import A, B, at_units, base, june, moves


def test_headcount_is_the_state_at_the_end_of_the_day():
    told = base(
        movement=moves((1, date(2020, 1, 5), "onboard", A), (1, june(10), "transfer", B), (1, june(20), "terminate", B))
    )
    for day, expected in ((1, (1, 0, 1)), (9, (1, 0, 1)), (10, (0, 1, 1)), (19, (0, 1, 1)), (20, (0, 0, 0))):
        assert at_units(told.sums("mtd", june(day))["hc_end"]) == expected, day


def test_the_beginning_is_the_day_before_the_period():
    told = base(movement=moves((1, june(1), "onboard", A), (2, date(2026, 5, 31), "onboard", B)))
    sums = told.sums("mtd", june(5))
    assert at_units(sums["hc_begin"]) == (0, 1, 1)
    assert at_units(sums["hc_end"]) == (1, 1, 2)
    assert at_units(told.sums("ytd", june(5))["hc_begin"]) == (0, 0, 0)


def test_the_last_movement_of_a_day_rules_it():
    told = base(movement=moves((1, june(3), "onboard", A), (1, june(3), "transfer", B)))
    assert at_units(told.sums("mtd", june(3))["hc_end"]) == (0, 1, 1)


def test_who_comes_back_counts_again():
    told = base(movement=moves((1, june(1), "onboard", A), (1, june(3), "terminate", A), (1, june(8), "onboard", B)))
    assert [told.sums("day", june(day))["hc_end"][0] for day in (2, 3, 7, 8)] == [1, 0, 0, 1]
    assert at_units(told.sums("mtd", june(8))["recruits"]) == (1, 1, 2)
