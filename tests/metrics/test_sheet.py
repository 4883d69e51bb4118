from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from data.calendar import PERIODS
from metrics.counts import Counts
from metrics.measures import MEASURES
from metrics.sheet import Hints
from metrics.window import Window

DAY = date(2026, 6, 16)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize(("suffix", "time"), [("_ly", "last_year"), ("_prev", "previous")])
def test_another_time_is_the_measure_of_the_comparable_day(base, calendar, period, suffix, time):
    day = getattr(calendar, time)(period, DAY)
    for name in ("fyp_regular", "hc_begin", "hc_active"):
        found = base.at(period, DAY)[f"{name}{suffix}"]
        then = np.full(len(base.orgs), np.nan) if day is None else base.at(period, day)[name]
        assert np.array_equal(found, then, equal_nan=True)


def test_before_the_facts_there_is_no_other_time(base):
    late = replace(base, cube=replace(base.cube, first=date(2025, 7, 1)))
    assert np.isnan(late.at("mtd", DAY)["visits_ly"]).all()
    assert not np.isnan(late.at("mtd", DAY)["visits_prev"]).any()
    assert late.at("ytd", DAY).beside("previous") is None


def test_only_what_is_asked_for_is_worked_out(base):
    asked = []

    class Counting:
        names = ("visits",)

        def count(self, name, window):
            asked.append((name, window.last))
            return base.engines[name].count(name, window)

    sheet = replace(base, engines={**base.engines, "visits": Counting()}, counted=Counts()).at("mtd", DAY)
    assert [sheet["visits"].sum(), sheet["policies"].sum()] == [sheet["visits"].sum(), sheet["policies"].sum()]
    assert asked == [("visits", DAY)]
    assert (len(sheet), set(sheet)) == (len(MEASURES), set(MEASURES))


def test_time_is_over_by_working_days(base, calendar):
    for period in ("mtd", "qtd", "ytd"):
        over, whole = Window.of(calendar, period, DAY).worked()
        assert base.at(period, DAY)["pace_time"][0] == pytest.approx(over / whole)
    assert np.isnan(base.at("day", date(2026, 6, 14))["pace_time"]).all()


def test_the_curve_is_the_plan_s_share_by_the_path_and_without_one_by_working_days(base):
    plan = base.targets
    for period in ("mtd", "qtd", "ytd"):
        linear = plan.expected("tgt_fyp_regular", period, DAY, plan.time_progress(DAY))
        assert np.array_equal(base.at(period, DAY)["pace_curve"], linear, equal_nan=True)
        bent = base.at(period, DAY, Hints(pace=lambda day: 0.25 if day == DAY else None))["pace_curve"]
        assert np.array_equal(bent, plan.expected("tgt_fyp_regular", period, DAY, 0.25), equal_nan=True)


def test_a_compared_period_has_its_own_pace(base):
    sheet = base.at("mtd", DAY, Hints(pace=lambda day: 0.1 if day == DAY else 0.9))
    before = sheet.beside("previous")["pace_curve"]
    assert np.nanmax(np.abs(before - 0.9)) == pytest.approx(0)


def test_one_day_of_a_target_has_its_hinted_share(base):
    sheet = base.at("day", DAY, Hints(day_shares={"tgt_visits": 0.5}))
    assert sheet["tgt_visits"] == pytest.approx(base.at("mtd", DAY)["tgt_visits"] / 2, nan_ok=True)
    even = base.at("mtd", DAY)["tgt_policies"] * base.targets.even_share(DAY)
    assert sheet["tgt_policies"] == pytest.approx(even, nan_ok=True)


def test_the_origins_of_a_sheet_differ_exactly_with_what_its_values_are_made_from(base):
    before = base.at("mtd", DAY).origins()
    assert base.at("mtd", DAY).origins() == before
    others = (
        replace(base, counted=base.counted.without({"visits": DAY})),
        replace(base, counted=base.counted.without({"visits": date(2025, 6, 16)})),
        replace(base, targets=replace(base.targets)),
        replace(base, since={**base.since, "agent_day": DAY}),
    )
    assert [other.at("mtd", DAY).origins() == before for other in others] == [False] * 4
    hints = Hints({"tgt_fyp": 0.1}), Hints(pace=lambda _: 0.5)
    assert [base.at("mtd", DAY, one).origins() == before for one in hints] == [False] * 2
    may = base.at("mtd", date(2026, 5, 31)).origins()
    later = replace(base, counted=base.counted.without({"visits": DAY}))
    assert later.at("mtd", date(2026, 5, 31)).origins() == may
    assert later.at("mtd", DAY).differing(before) == {"visits"}
    assert base.at("mtd", DAY).differing(before) == frozenset()
    assert others[1].at("mtd", DAY).differing(before) is None, "what differs is of last year"
    assert others[2].at("mtd", DAY).differing(before) is None
