from data.schemas import TABLES
from metrics.catalogue import load
from metrics.measures import MEASURES, TARGETS


def test_every_measure_names_a_table_that_is_delivered() -> None:
    assert {measure.table for measure in MEASURES.values()} <= set(TABLES)
    assert all(name == measure.id for name, measure in MEASURES.items())


def test_every_kind_of_the_house_is_there() -> None:
    kinds = {measure.kind for measure in MEASURES.values()}
    assert kinds == {"flow", "stock", "agent_flag", "customer_flag", "team_flag", "cohort", "target"}


def test_a_plan_is_money_where_its_measure_is() -> None:
    pairs = [
        (MEASURES[name], MEASURES[name.removeprefix("tgt_")])
        for name in TARGETS
        if name.removeprefix("tgt_") in MEASURES
    ]
    assert len(pairs) >= 7
    assert all(plan.money == measure.money for plan, measure in pairs)


def test_the_first_light_s_indicators_use_every_kind() -> None:
    catalogue = load()
    used = {MEASURES[name].kind for indicator in catalogue for name in catalogue.measures(indicator.id)}
    assert used >= {"flow", "stock", "agent_flag", "customer_flag", "team_flag", "cohort"}
