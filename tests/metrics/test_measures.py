import pytest

from data.calendar import WorkCalendar
from data.schemas import TABLES
from metrics.catalogue import load
from metrics.derived import Facts
from metrics.measures import MEASURES, NAMES, TARGETS, Measure, registered, split
from metrics.measures.kinds import shared
from tests.metrics.hand import FIRST, LAST, Rows


def test_every_measure_names_a_table_that_is_delivered() -> None:
    assert {measure.table for measure in MEASURES.values()} <= set(TABLES)
    assert all(name == measure.id for name, measure in MEASURES.items())


def test_every_kind_of_the_house_is_there() -> None:
    kinds = {measure.kind for measure in MEASURES.values()}
    assert kinds == {"flow", "stock", "agent_flag", "customer_flag", "team_flag", "cohort", "target", "calendar"}


def test_a_plan_is_money_where_its_measure_is() -> None:
    pairs = [
        (MEASURES[name], MEASURES[name.removeprefix("tgt_")])
        for name in TARGETS
        if name.removeprefix("tgt_") in MEASURES
    ]
    assert len(pairs) >= 7
    assert all(plan.money == measure.money for plan, measure in pairs)


def test_the_catalogue_uses_every_kind() -> None:
    catalogue = load()
    names = {split(name)[0] for indicator in catalogue for name in catalogue.measures(indicator.id)}
    kinds = {measure.kind for measure in MEASURES.values()}
    assert {MEASURES[name].kind for name in names} == kinds


def test_a_name_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="visits is there twice"):
        registered([Measure("visits", "flow", "agent_day"), Measure("visits", "stock", "movement")])


@pytest.mark.parametrize(
    ("name", "means"),
    [("visits", ("visits", None)), ("visits_ly", ("visits", "last_year")), ("hc_end_prev", ("hc_end", "previous"))],
)
def test_a_name_may_mean_another_time(name, means) -> None:
    assert split(name) == means


def test_neither_a_plan_nor_the_calendar_has_another_time() -> None:
    assert {"tgt_visits_ly", "pace_time_prev"}.isdisjoint(NAMES)


def test_an_engine_counts_every_measure_but_plan_and_calendar(base) -> None:
    others = {name for name, measure in MEASURES.items() if measure.kind in ("target", "calendar")}
    assert set(base.engines) == set(MEASURES) - others


def test_shared_rows_are_worked_out_once() -> None:
    asked = []
    rows = shared(lambda facts: asked.append(facts) or facts["movement"])
    facts = Facts(Rows(), WorkCalendar(), (FIRST, LAST))
    assert rows(facts) is rows(facts)
    assert asked == [facts]
    assert rows({"movement": 7}) == 7
