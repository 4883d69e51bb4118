from datetime import date
from typing import Any

from data.calendar import Period
from metrics.base import Base
from metrics.window import Window
from tests.metrics.hand import A, B, at_units, base, june, moves

Told = tuple[float, float, float]
COHORT = ("coh6_size", "coh6_alive", "coh6_confirmed")


def told(facts: Base, measure: str, day: date, period: Period = "mtd") -> Told:
    """What the measure is at A, at B and in the whole company."""
    return at_units(facts.nodes(measure, Window.of(facts.calendar, period, day)))


def steps(*rows: tuple[int, date, str, str]) -> list[dict[str, Any]]:
    """Career steps (agent, day, kind, rank) in the order of their ids."""
    names = ("agent_id", "day", "kind", "rank")
    return [{"career_id": at, **dict(zip(names, row, strict=True))} for at, row in enumerate(rows, 1)]


def test_a_month_of_tenure_is_full_on_the_same_day_number_or_the_month_s_end() -> None:
    facts = base(movement=moves((1, date(2026, 1, 31), "onboard", A)))
    days = [(1, 31), (2, 27), (2, 28), (3, 30), (3, 31), (4, 29), (4, 30)]
    months = [told(facts, "tenure_months_sum", date(2026, *day)) for day in days]
    assert months == [(count, 0, count) for count in (0, 0, 1, 1, 2, 2, 3)]


def test_a_month_that_is_full_on_the_day_of_a_move_comes_along() -> None:
    facts = base(movement=moves((1, date(2026, 1, 31), "onboard", A), (1, date(2026, 2, 28), "transfer", B)))
    assert told(facts, "tenure_months_sum", date(2026, 2, 28)) == (0, 1, 1)
    assert told(facts, "tenure_months_sum", date(2026, 3, 31)) == (0, 2, 2)


def test_tenure_moves_with_the_agent_leaves_with_them_and_begins_anew() -> None:
    history = moves(
        (1, date(2025, 1, 15), "onboard", A),
        (1, date(2026, 3, 1), "transfer", B),
        (1, date(2026, 5, 1), "terminate", B),
        (1, june(1), "onboard", A),
    )
    facts = base(movement=history)
    assert told(facts, "tenure_months_sum", date(2026, 2, 14)) == (12, 0, 12)
    assert told(facts, "tenure_months_sum", date(2026, 4, 15)) == (0, 15, 15)
    assert told(facts, "tenure_months_sum", date(2026, 5, 20)) == (0, 0, 0)
    assert told(facts, "tenure_months_sum", date(2026, 7, 1)) == (1, 0, 1)


def test_tenure_begins_anew_where_one_of_the_staff_comes_on_board_again() -> None:
    twice = moves((1, date(2026, 1, 10), "onboard", A), (1, date(2026, 5, 10), "onboard", A))
    facts = base(movement=twice)
    assert told(facts, "tenure_months_sum", date(2026, 5, 9)) == (3, 0, 3)
    assert told(facts, "tenure_months_sum", june(10)) == (1, 0, 1)


def test_an_agent_is_new_until_the_thirteenth_month_is_full() -> None:
    facts = base(movement=moves((1, date(2025, 5, 10), "onboard", A)))
    assert [told(facts, "hc_new", june(day)) for day in (9, 10)] == [(1, 0, 1), (0, 0, 0)]


def test_who_was_never_seen_to_come_on_board_has_no_tenure() -> None:
    history = moves((1, date(2026, 2, 1), "transfer", A))
    facts = base(movement=history)
    assert told(facts, "hc_new", june(1)) == told(facts, "tenure_months_sum", june(1)) == (0, 0, 0)
    assert told(facts, "hc_end", june(1)) == (1, 0, 1)


def test_the_last_step_of_a_day_makes_the_supervisor() -> None:
    joined = moves((1, june(1), "onboard", A), (2, june(1), "onboard", B))
    career = steps(
        (1, june(5), "promoted", "unit_head"),
        (2, june(5), "promoted", "unit_head"),
        (2, june(5), "demoted", "agent"),
        (1, june(20), "demoted", "agent"),
    )
    days = (june(4), june(5), june(19), june(20))
    facts = base(movement=joined, career=career[::-1])
    found = [told(facts, "hc_supervisor", day) for day in days]
    assert found == [(0, 0, 0), (1, 0, 1), (1, 0, 1), (0, 0, 0)]


def test_a_supervisor_who_comes_back_is_one_again() -> None:
    history = moves((1, june(1), "onboard", A), (1, june(10), "terminate", A), (1, june(20), "onboard", B))
    career = steps((1, june(2), "promoted", "department_head"))
    facts = base(movement=history, career=career)
    found = [told(facts, "hc_supervisor", june(day)) for day in (9, 10, 20)]
    assert found == [(1, 0, 1), (0, 0, 0), (0, 1, 1)]
    assert told(facts, "hc_supervisor_begin", june(30), "day") == (0, 1, 1)


def test_only_the_step_out_of_the_rank_agent_is_a_promotion_and_only_the_one_into_it_a_demotion() -> None:
    joined = moves((1, june(1), "onboard", A))
    career = steps(
        (1, june(2), "licensed", "agent"),
        (1, june(3), "promoted", "unit_head"),
        (1, june(4), "promoted", "department_head"),
        (1, june(5), "demoted", "unit_head"),
        (1, june(6), "demoted", "agent"),
        (1, june(7), "demoted", "agent"),
        (1, june(8), "confirmed", "unit_head"),
        (1, june(9), "licensed", "agent"),
    )
    facts = base(movement=joined, career=career)
    for measure in ("sup_promoted", "sup_demoted"):
        assert told(facts, measure, june(30)) == (1, 0, 1)
    assert told(facts, "sup_promoted", june(3), "day") == (1, 0, 1)
    assert told(facts, "sup_demoted", june(6), "day") == (1, 0, 1)


def test_a_licence_counts_from_its_first_registration_while_on_the_staff() -> None:
    history = moves((1, june(5), "onboard", A), (1, june(20), "terminate", A))
    career = steps((1, june(10), "licensed", "agent"), (1, june(15), "licensed", "agent"))
    facts = base(movement=history, career=career)
    found = [told(facts, "hc_licensed", june(day))[2] for day in (5, 9, 10, 19, 20)]
    assert found == [0, 0, 1, 1, 0]


def test_a_recommender_counts_once_where_they_stand_now() -> None:
    history = moves(
        (1, date(2026, 1, 5), "onboard", A),
        (2, june(2), "onboard", A),
        (3, june(3), "onboard", A),
        (4, june(3), "transfer", B),
        (1, june(9), "transfer", B),
    )
    named = [{**row, "recommender_id": {2: 1, 3: 1, 4: 2}.get(row["agent_id"])} for row in history]
    facts = base(movement=named)
    assert told(facts, "recruiters", june(5)) == (1, 0, 1)
    assert told(facts, "recruiters", june(9)) == (0, 1, 1)
    assert told(facts, "recruiters", june(3), "day") == (1, 0, 1)


def test_a_leaver_counts_at_the_unit_left_and_a_recruit_at_the_unit_of_the_day_s_end() -> None:
    history = moves((1, june(1), "onboard", A), (1, june(1), "transfer", B), (1, june(9), "terminate", B))
    facts = base(movement=history)
    assert told(facts, "recruits", june(30)) == told(facts, "leavers", june(30)) == (0, 1, 1)


def test_a_confirmation_counts_from_the_onboarding_to_the_month_s_end_though_the_agent_left() -> None:
    cohort = moves(
        (1, date(2025, 3, 1), "onboard", A),
        (1, date(2025, 12, 1), "onboard", A),
        (2, date(2025, 12, 31), "onboard", A),
        (2, june(15), "terminate", A),
        (3, date(2025, 12, 5), "onboard", A),
    )
    career = steps(
        (1, date(2025, 6, 1), "confirmed", "agent"),
        (2, date(2026, 4, 1), "confirmed", "agent"),
        (3, date(2026, 7, 1), "confirmed", "agent"),
    )
    facts = base(movement=cohort, career=career)
    asked = {name: told(facts, name, date(2026, 7, 1), "ytd")[2] for name in COHORT}
    assert asked == {"coh6_size": 3, "coh6_alive": 2, "coh6_confirmed": 1}


def test_an_unknown_education_is_none() -> None:
    joined = moves(*((agent, june(1), "onboard", A) for agent in (1, 2, 3, 4)))
    known = [
        {"agent_id": agent, "education": word} for agent, word in enumerate(("school", "college", "university"), 1)
    ]
    facts = base(movement=joined, agent=known)
    assert told(facts, "hc_college", june(1)) == (2, 0, 2)


def test_a_candidate_s_step_counts_at_the_recruiter_s_unit_of_that_day() -> None:
    history = moves((1, june(1), "onboard", A), (1, june(10), "transfer", B))
    made = [(june(2), "contact"), (june(9), "interview"), (june(10), "interview"), (june(11), "apply")]
    rows = [{"recruiter_id": 1, "candidate_id": 7, "day": day, "kind": kind} for day, kind in made]
    facts = base(movement=history, recruit_step=rows)
    assert told(facts, "rc_contacts", june(30)) == (1, 0, 1)
    assert told(facts, "rc_interviews", june(30)) == (1, 1, 2)


def test_dues_and_what_came_of_them() -> None:
    joined = moves((1, june(1), "onboard", A))
    attended = [{"agent_id": 1, "day": june(at), "present": at > 2, "meeting": at > 3} for at in (2, 3, 4)]
    learnt = [{"agent_id": 1, "day": june(3), "minutes": 30, "passed": at > 0} for at in (0, 1)]
    judged = [{"agent_id": 1, "day": june(3), "result": word} for word in ("promote", "keep", "demote", "fail")]
    facts = base(movement=joined, attendance=attended, training=learnt, appraisal=judged)
    expected = {"attend_due": 3, "attend_days": 2, "meet_due": 3, "meet_present": 1}
    expected |= {"train_due": 2, "train_done": 1, "train_minutes": 60, "appraise_due": 4, "appraise_pass": 2}
    assert {name: told(facts, name, june(30))[2] for name in expected} == expected


def test_staff_days_are_the_working_days_at_each_unit_on_whose_evening_an_agent_was_there() -> None:
    mover = moves((1, june(1), "onboard", A), (1, june(10), "transfer", B), (1, june(24), "terminate", B))
    facts = base(movement=mover)
    assert told(facts, "hc_agent_days", june(30)) == (7, 9, 16)
    assert told(facts, "hc_agent_days", june(19), "day") == (0, 0, 0)
    assert told(facts, "hc_agent_days", june(23), "day") == (0, 1, 1)


def test_who_came_long_ago_has_staff_days_too() -> None:
    veteran = base(movement=moves((1, date(2001, 5, 1), "onboard", A)))
    assert told(veteran, "hc_agent_days", june(30)) == (21, 0, 21)
