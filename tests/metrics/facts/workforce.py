"""Random rows about the sales force: ranks up and down, candidates, attendance, courses, appraisals, pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data.schemas.personnel import RANKS

if TYPE_CHECKING:
    from tests.metrics.facts import Maker

STEPS, CANDIDATE_STEPS, DUE_DAYS, COURSES, APPRAISALS, PAY_DAYS = 160, 500, 6000, 500, 300, 700


def frames(maker: Maker, movement: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The tables of the personnel source but org, for the agents of `movement` and two whom nobody knows."""
    known = movement["agent_id"].unique().sort().to_list()
    agents = [*known, known[-1] + 1, known[-1] + 2]
    return {
        "agent": people(maker, agents),
        "movement": recommended(maker, movement, agents),
        "career": careers(maker, agents),
        "recruit_step": candidates(maker, agents),
        "attendance": attendances(maker, agents),
        "training": courses(maker, agents),
        "appraisal": appraisals(maker, agents),
        "income": pay(maker, agents),
    }


def people(maker: Maker, agents: list[int]) -> pl.DataFrame:
    """Two of those who move are missing here, and two of those here never move."""
    rows = agents[2:]
    educations = maker.pick(["school", "college", "university"], len(rows))
    return pl.DataFrame({"agent_id": rows, "name": "某", "gender": "f", "education": educations})


def recommended(maker: Maker, movement: pl.DataFrame, agents: list[int]) -> pl.DataFrame:
    """Most movements name a recommender, those that are no onboarding too."""
    recommenders = maker.pick([*agents, *[None] * 20], len(movement))
    return movement.with_columns(pl.Series("recommender_id", recommenders, pl.Int32))


def careers(maker: Maker, agents: list[int]) -> pl.DataFrame:
    """Steps of all kinds, several on some days; the ids follow no order, but within a day they rule it."""
    days = maker.days(STEPS)
    days += maker.pick(days, STEPS // 4)
    owners = maker.pick(agents, STEPS) + maker.pick(agents[:4], STEPS // 4)
    ids = [int(at) + 1 for at in maker.random.permutation(len(days))]
    rank: dict[int, int] = {}
    rows = []
    for agent, day, step in sorted(zip(owners, days, ids, strict=True)):
        kind = maker.pick(["licensed", "confirmed", "confirmed", "promoted", "promoted", "demoted"], 1)[0]
        wanted = rank.get(agent, 0) + {"promoted": 1, "demoted": -1}.get(kind, 0)
        rank[agent] = min(max(wanted, 0), len(RANKS) - 1)
        rows.append((step, agent, day, kind, RANKS[rank[agent]]))
    return pl.DataFrame(rows, schema=["career_id", "agent_id", "day", "kind", "rank"], orient="row")


def candidates(maker: Maker, agents: list[int]) -> pl.DataFrame:
    kinds = maker.pick(["contact", "contact", "contact", "interview", "apply", "onboard"], CANDIDATE_STEPS)
    newcomers = maker.pick(agents, CANDIDATE_STEPS)
    return pl.DataFrame(
        {
            "step_id": range(1, CANDIDATE_STEPS + 1),
            "candidate_id": maker.pick(list(range(1, 200)), CANDIDATE_STEPS),
            "recruiter_id": maker.pick(agents, CANDIDATE_STEPS),
            "day": maker.days(CANDIDATE_STEPS),
            "kind": kinds,
            "agent_id": [one if kind == "onboard" else None for one, kind in zip(newcomers, kinds, strict=True)],
        },
        schema_overrides={"agent_id": pl.Int32},
    )


def attendances(maker: Maker, agents: list[int]) -> pl.DataFrame:
    rows = _agent_days(maker, agents, DUE_DAYS)
    came, joined = (pl.Series(name, maker.random.random(len(rows)) < 0.7) for name in ("present", "meeting"))
    return rows.with_columns(came, joined)


def courses(maker: Maker, agents: list[int]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "training_id": range(1, COURSES + 1),
            "agent_id": maker.pick(agents, COURSES),
            "day": maker.days(COURSES),
            "course": "C1",
            "minutes": maker.random.integers(0, 240, COURSES),
            "passed": maker.random.random(COURSES) < 0.6,
        }
    )


def appraisals(maker: Maker, agents: list[int]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "appraisal_id": range(1, APPRAISALS + 1),
            "agent_id": maker.pick(agents, APPRAISALS),
            "day": maker.days(APPRAISALS),
            "result": maker.pick(["promote", "keep", "demote", "fail"], APPRAISALS),
        }
    )


def pay(maker: Maker, agents: list[int]) -> pl.DataFrame:
    rows = _agent_days(maker, agents, PAY_DAYS)
    return rows.with_columns(pl.Series("amount", maker.random.integers(0, 3_000_000, len(rows))))


def _agent_days(maker: Maker, agents: list[int], count: int) -> pl.DataFrame:
    """At most `count` pairs of agent_id and day, each once."""
    pairs = {"agent_id": maker.pick(agents, count), "day": maker.days(count)}
    return pl.DataFrame(pairs).unique(maintain_order=True)
