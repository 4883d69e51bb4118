"""The checks can fail: formulas, engines and the roll-up broken on purpose, each found out by a twin or by the tree."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import narwhals as nw
import numpy as np
import pytest

from metrics import cube
from metrics.acts import Acts, Raw
from metrics.base import Base
from metrics.catalogue import Catalogue
from metrics.counts import Counts
from metrics.measures import sales
from metrics.memo import Memo
from metrics.rollup import Rollup
from metrics.roster import Roster
from metrics.window import Window
from tests.metrics.facts import FIRST, LAST
from tests.metrics.test_indicators import compared, facts, strays

__all__ = ["facts"]
DAY = date(2026, 6, 16)


@pytest.fixture
def wrong(facts, orgs, catalogue):
    """Whether an indicator's twin contradicts a base or a changed formula."""

    def ask(name, base, **changes):
        changed = replace(catalogue[name], **changes)
        own = Catalogue({**catalogue.indicators, name: changed}, catalogue.bands)
        fresh = replace(base, counted=Counts())
        return compared(name, facts, cache(fresh.at), own, orgs)[1]

    return ask


def swapped(base, name, **changes):
    """The base with the engine of one measure changed."""
    return replace(base, engines={**base.engines, name: replace(base.engines[name], **changes)})


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("activity_rate", "hc_producing / ((hc_begin + hc_end) / 2)"),
        ("activity_rate", "hc_active / hc_end"),
        ("ren_month_rate", "ren_due / ren_paid_month"),
        ("persist_13m", "p13_kept / ren_due"),
    ],
)
def test_another_formula_is_found_out(wrong, base, name, formula):
    assert not wrong(name, base)
    assert wrong(name, base, formula=formula)


def test_a_stock_that_begins_a_day_late_is_found_out(wrong, base, monkeypatch):
    monkeypatch.setattr(cube, "ONE_DAY", timedelta(days=0))
    assert wrong("hc_avg", base)


def test_a_cancel_that_takes_nothing_back_is_found_out(wrong, insurer, orgs, calendar, monkeypatch):
    cancelled = sales._cancelled
    monkeypatch.setattr(sales, "_cancelled", lambda facts: cancelled(facts).filter(nw.col("policy_id") < 0))
    assert wrong("fyp_regular", Base.load(insurer, orgs, calendar, FIRST, LAST))


def test_a_flag_for_less_is_found_out(wrong, base):
    flag = base.engines["hc_10k"]
    assert wrong("hc_10k", swapped(base, "hc_10k", source=replace(flag.source, least=flag.source.least // 2)))


def test_a_credit_that_stays_behind_is_found_out(wrong, base, monkeypatch):
    unit_on = Roster.unit_on
    monkeypatch.setattr(Roster, "unit_on", lambda self, day: unit_on(self, day - timedelta(days=30)))
    assert wrong("hc_producing", base)


def test_a_cohort_of_another_month_is_found_out(wrong, base):
    source = replace(base.engines["p13_base"].source, lead=1)
    assert wrong("persist_13m", swapped(base, "p13_base", source=source))


def test_an_outcome_that_nobody_knew_yet_is_found_out(wrong, base):
    paid = base.engines["ren_paid_month"]
    early = {name: np.minimum(days, paid.number(date(2024, 1, 1))) for name, days in paid.outcomes.items()}
    assert wrong("ren_month_rate", swapped(base, "ren_paid_month", outcomes=early))


def test_a_customer_s_window_without_end_is_found_out(wrong, base):
    engine = base.engines["proposal_cust_apply"]
    acts, days = engine.acts, len(engine.acts.starts) - 1
    rows = Raw(acts.customer, np.repeat(np.arange(days), np.diff(acts.starts)), acts.code)
    acts = Acts.of(rows, len(engine.ids), days, engine.followed.keys(engine.ids, days), within=400)
    source = replace(engine.source, within=400)
    assert wrong("proposal_to_app_rate", swapped(base, "proposal_cust_apply", source=source, acts=acts, kept=Memo(4)))


def test_a_period_that_begins_late_is_found_out(wrong, base, monkeypatch):
    of = Window.of
    late = {"qtd": "mtd", "ytd": "qtd"}
    monkeypatch.setattr(Window, "of", lambda calendar, period, day: of(calendar, late.get(period, period), day))
    assert wrong("visits", base)


def test_a_roll_up_that_skips_the_last_child_is_found_out(base, orgs):
    ends = base.rollup.ends
    inner = ends - np.arange(len(ends)) > 1
    short = Rollup(base.rollup.leaves, np.where(inner, ends - 1, ends))
    assert not strays(base, orgs, "mtd", DAY)
    assert strays(replace(base, rollup=short), orgs, "mtd", DAY)
