from datetime import date, timedelta

import numpy as np

from data.calendar import PERIODS, WorkCalendar
from metrics.base import Base
from metrics.window import Window
from tests.metrics.hand import ORGS, A, B, Rows, june, moves, policy

DAY, LATER = june(12), june(25)
STAFF = moves(*((agent, date(2026, 1, 5), "onboard", unit) for agent, unit in ((1, A), (2, A), (3, B))))


def refreshed(before, after, **changed):
    """The base of `before` brought up to `after`, compared with that read anew."""
    old = Base.load(Rows(movement=STAFF, **before), ORGS, WorkCalendar(), date(2026, 1, 1), june(30))
    for period in PERIODS:
        old.sums(period, june(30))
    tables = Rows(**{"movement": STAFF, **after})
    new, full = old.refreshed(tables, changed), Base.load(tables, ORGS, WorkCalendar(), date(2026, 1, 1), june(30))
    same(new, full)
    return old, new


def same(new, full):
    assert (new.since, set(new.engines)) == (full.since, set(full.engines))
    for day in (june(11), june(12), june(30), date(2026, 5, 31)):
        for period in PERIODS:
            window = Window.of(full.calendar, period, day)
            for name in full.engines:
                np.testing.assert_array_equal(new.nodes(name, window), full.nodes(name, window), name)


def test_flags_of_the_same_rows_or_customers_hold_them_once():
    held = Base.load(Rows(movement=STAFF), ORGS, WorkCalendar(), date(2026, 1, 1), june(30)).held
    engines = {part.name: part.engine for part in held.parts}
    assert engines["hc_5k"].sums is engines["hc_10k"].sums
    assert engines["hc_producing"].sums is engines["hc_new_producing"].sums
    assert engines["hc_producing"].sums is not engines["hc_zero3m"].sums
    assert engines["cust_visited"].spells is engines["cust_repeat"].spells
    assert engines["cust_visited"].spells is not engines["orph_contacted"].spells


def did(agent, day, **acts_):
    return {"agent_id": agent, "day": day, **dict.fromkeys(("visits", "needs", "proposals", "app_events"), 0), **acts_}


def test_nothing_changed_nothing_is_read():
    facts = {"policy": [policy(1, 1, DAY)]}
    old, new = refreshed(facts, facts, policy=frozenset(), agent_day=frozenset())
    assert new.held.read == {}
    assert new.engines["policies"].flows["policies"] is old.engines["policies"].flows["policies"]


def test_a_late_row_reads_its_day_of_its_table_alone():
    first = did(1, DAY, visits=1, app_events=1)
    _, new = refreshed({"agent_day": [first]}, {"agent_day": [first, did(2, DAY, visits=2, app_events=3)]},
                       agent_day=frozenset({DAY}))  # fmt: skip
    assert set(new.held.read) == {"visits", "hc_visit", "hc_proposal", "hc_campaign", "hc_app_month", "sup_coached"}
    assert set(new.held.read.values()) == {frozenset({DAY})}


def reviewed(customer, day):
    return {"customer_id": customer, "agent_id": 1, "day": day, "reviews": 1}


def test_a_review_that_arrives_late_counts_for_what_was_bought_after_it():
    sold = [policy(1, 1, june(1)) | {"customer_id": 1}, policy(2, 1, DAY) | {"customer_id": 2}]
    sold += [policy(3, 1, LATER) | {"customer_id": 1}]
    reviews = [reviewed(2, june(2)), reviewed(1, date(2025, 12, 1))]
    late = [*reviews, reviewed(1, DAY), reviewed(2, date(2025, 11, 30))]
    days = frozenset({DAY, date(2025, 11, 30)})
    old, new = refreshed({"policy": sold, "customer_day": reviews}, {"policy": sold, "customer_day": late},
                         customer_day=days)  # fmt: skip
    assert new.held.read["review_fyp"] == days
    counted = [one.sums("mtd", june(30))["review_fyp"][0] for one in (old, new)]
    assert counted == [100, 200]
    refreshed({"policy": sold, "customer_day": late}, {"policy": sold, "customer_day": reviews}, customer_day=days)


def test_days_that_are_not_held_are_not_read():
    facts = {"agent_day": [did(1, DAY, visits=1)]}
    _, new = refreshed(facts, facts, agent_day=frozenset({june(30) + timedelta(days=1)}))
    assert new.held.read == {}


def test_the_first_policy_of_a_table_brings_its_first_day():
    refreshed({}, {"policy": [policy(1, 1, DAY)]}, policy=None)
    refreshed({"policy": [policy(1, 1, LATER)]}, {"policy": [policy(1, 1, LATER), policy(2, 3, DAY)]},
              policy=frozenset({DAY}))  # fmt: skip


def test_who_moves_takes_the_credit_along():
    moved = [*STAFF, *moves((1, june(10), "transfer", B))]
    moved[-1]["movement_id"] = 9
    facts = {"policy": [policy(1, 1, DAY), policy(2, 2, DAY)], "agent_day": [did(1, DAY, visits=1)]}
    refreshed(facts, {**facts, "movement": moved}, movement=frozenset({june(10)}))


def test_a_count_of_a_window_before_the_change_is_kept():
    before, after = {"agent_day": [did(1, DAY, visits=1)]}, {"agent_day": [did(1, LATER, visits=1)]}
    old = Base.load(Rows(movement=STAFF, **before), ORGS, WorkCalendar(), date(2026, 1, 1), june(30))
    early, late = (Window.of(old.calendar, "mtd", day) for day in (june(11), june(25)))
    for window in (early, late):
        old.nodes("visits", window)
    new = old.refreshed(Rows(movement=STAFF, **after), {"agent_day": frozenset({DAY, LATER})})
    asked = []
    new.counted.of("visits", early, lambda name, _: asked.append(name))
    assert asked == []
    assert new.nodes("visits", late)[0] == 1
