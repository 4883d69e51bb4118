from dataclasses import replace
from datetime import date

import narwhals as nw
import numpy as np
import polars as pl
import pytest

from data.calendar import WorkCalendar
from data.schemas import TABLES
from metrics import loading
from metrics.derived import Facts
from metrics.ground import Ground
from metrics.loading import Part, Stand, Survey
from metrics.measures import SOURCES
from metrics.measures.kinds import CustomerFlag
from tests.metrics.facts import FIRST, LAST
from tests.metrics.hand import ORGS, A, B, Rows, june, moves, policy

OWN_DAY = [source for source in SOURCES if getattr(source, "own_day", False)]
GROUND = Ground(ORGS, WorkCalendar(), date(2026, 1, 1), june(30))
STAFF = moves(*((agent, date(2026, 1, 5), "onboard", unit) for agent, unit in ((1, A), (2, A), (3, B))))
READS = {
    "visits": {"agent_day", "movement"},
    "hc_visit": {"agent_day", "movement"},
    "cust_visited": {"customer_day", "customer_assign", "movement"},
    "hc_new_producing": {"policy", "movement", "career"},
    "hc_licensed": {"movement", "career"},
    "coh3_size": {"movement", "career"},
}


def acts(source):
    """What of a source is of its own day."""
    return replace(source, among=None, followed=None, then=None) if isinstance(source, CustomerFlag) else source


@pytest.mark.parametrize("source", OWN_DAY, ids=lambda source: source.measures[0].id)
def test_rows_of_a_day_come_from_the_rows_of_that_day(source, insurer, orgs):
    facts, ground = Facts(insurer, WorkCalendar(), (FIRST, LAST)), Ground(orgs, WorkCalendar(), FIRST, LAST)
    part = "acts" if isinstance(source, CustomerFlag) else "rows"
    whole = loading.plans(acts(source), facts, ground)[part].to_native().collect()
    days = facts[source.table].select(nw.col(TABLES[source.table].day).alias("day")).to_native().collect()["day"]
    for day in sorted(days.unique())[::29]:
        own = loading.plans(acts(source), facts.on(source.table, {day}), ground)[part].to_native().collect()
        assert own.sort(own.columns).equals(whole.filter(day=day).sort(whole.columns)), day


def test_what_reads_other_days_is_not_of_its_own_day():
    assert not {source.measures[0].id for source in OWN_DAY} & {"review_fyp", "policies", "cust_new", "issued_timed"}


def source_of(name):
    return next(source for source in SOURCES if source.measures[0].id == name)


@pytest.mark.parametrize("name", READS)
def test_a_survey_names_every_table_on_which_a_source_stands(name):
    assert Survey.of([source_of(name)], GROUND).reads == (frozenset(READS[name]),)


def test_rows_that_are_shared_are_kept_until_the_last_source_that_asks():
    alone, both = (Survey.of(sources, GROUND).uses for sources in (SOURCES[:1], SOURCES))
    assert all(both[rows] >= count for rows, count in alone.items())
    assert max(both.values()) > max(alone.values())


def test_loading_asks_for_shared_rows_as_often_as_the_survey_says():
    uses = Survey.of(SOURCES, GROUND).uses
    facts = Facts(Rows(movement=STAFF), GROUND.calendar, (GROUND.first, GROUND.last), uses)
    stand = Stand.of(SOURCES, facts, GROUND)
    for source in SOURCES:
        Part.of(source, facts, stand)
    assert facts.asked == uses


def part_of(name, **tables):
    facts = Facts(Rows(movement=STAFF, **tables), GROUND.calendar, (GROUND.first, GROUND.last))
    return Part.of(source_of(name), facts, Stand.of([source_of(name)], facts, GROUND))


def test_only_a_change_of_its_own_table_is_read_day_by_day():
    visits, policies = part_of("visits"), part_of("policies")
    days = frozenset({june(12), date(2025, 1, 1), date(2026, 7, 1)})
    assert visits.days_of({"agent_day": days}, GROUND) == {june(12)}
    assert visits.days_of({}, GROUND) == frozenset()
    assert visits.days_of({"agent_day": None}, GROUND) is None
    assert visits.days_of({"agent_day": days, "movement": days}, GROUND) is None
    assert policies.days_of({"policy": days}, GROUND) is None


def test_the_best_agents_are_counted_agent_by_agent():
    best = part_of("policies", policy=[policy(1, 1, june(3)), policy(2, 3, june(4))]).best
    assert np.flatnonzero(best.between(june(1), june(30))).tolist() == [0, 2]
    assert part_of("visits").best is None


def test_days_and_agents_come_sorted_without_those_who_never_stood_anywhere():
    facts = Facts(Rows(movement=STAFF), GROUND.calendar, (GROUND.first, GROUND.last))
    stand = Stand.of([], facts, GROUND)
    rows = pl.DataFrame(
        {"agent_id": [3, 9, 1], "day": [june(5), june(1), june(2)]}, {"agent_id": pl.Int32, "day": pl.Date}
    )
    days, agents = loading.by_day(rows, stand.roster)
    assert (days.tolist(), agents.tolist()) == ([june(2), june(5)], [0, 2])
