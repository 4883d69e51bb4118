from datetime import date

import numpy as np
import polars as pl
import pytest

from data.calendar import WorkCalendar
from metrics.targets import Targets
from tests.metrics.hand import ORGS, june

CALENDAR = WorkCalendar()
MEASURES = ("tgt_visits", "tgt_hc_end", "tgt_hc_active", "tgt_ren_rate", "tgt_fyp_regular", "tgt_policies")


def targets(months=range(1, 13), measures=MEASURES):
    rows = [("86", date(2026, month, 1), name, float(month)) for month in months for name in measures]
    rows.append(("99", june(1), "tgt_visits", 1e9))
    return Targets.from_rows(pl.LazyFrame(rows, ["org_id", "month", "measure", "value"], orient="row"), ORGS, CALENDAR)


@pytest.mark.parametrize(
    ("measure", "day", "mtd", "qtd", "ytd"),
    [
        ("tgt_visits", 6 * 0.05, 6, 15, 78),
        ("tgt_hc_end", 6, 6, 6, 6),
        ("tgt_hc_active", None, 6, None, None),
        ("tgt_ren_rate", None, 6, 5, 3.5),
    ],
)
def test_what_a_target_means_for_a_period(measure, day, mtd, qtd, ytd):
    for period, expected in (("day", day), ("mtd", mtd), ("qtd", qtd), ("ytd", ytd)):
        found = targets().of(measure, period, june(16), 0.05)[0]
        assert found == pytest.approx(np.nan if expected is None else expected, nan_ok=True), period


def test_a_rate_takes_the_months_so_far_a_flow_the_whole_quarter():
    assert targets().of("tgt_ren_rate", "qtd", date(2026, 4, 20))[0] == 4
    assert targets().of("tgt_visits", "qtd", date(2026, 4, 20))[0] == 15


def test_a_missing_month_leaves_no_target():
    some = targets(months=[4, 5])
    assert np.isnan(some.of("tgt_visits", "qtd", june(16))[0])
    assert np.isnan(some.of("tgt_visits", "mtd", june(16))[0])
    assert np.isnan(some.of("tgt_ren_rate", "qtd", june(16))[0])
    assert np.isnan(targets().of("tgt_visits", "mtd", june(16))[1:]).all()


def test_a_day_off_has_no_target():
    assert np.isnan(targets().of("tgt_visits", "day", june(14))[0])


def test_money_is_shown_in_yuan():
    shown = [targets().shown(name, "mtd", june(16), None)[0] for name in ("tgt_fyp_regular", "tgt_visits")]
    assert shown == [0.06, 6]


def test_a_working_day_has_an_equal_share_of_its_month():
    assert targets().even_share(june(16)) == pytest.approx(1 / 21)
    assert targets().even_share(june(14)) is None
    assert targets().time_progress(june(14)) == pytest.approx(10 / 21)


def test_expected_share_weighs_the_months_by_their_plan():
    expected = targets().expected("tgt_visits", "qtd", june(16), 0.5)[0]
    assert expected == pytest.approx((4 + 5 + 0.5 * 6) / 15)
    assert targets().expected("tgt_visits", "mtd", june(16), 0.5)[0] == pytest.approx(0.5)
    assert targets().expected("tgt_ren_rate", "qtd", june(16), 0.5)[0] == pytest.approx(2.5 / 3)
    assert targets().expected("tgt_visits", "day", june(16), 0.5)[0] == 1
