"""The tables of the personnel system, without the organisation."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from data.demo import careers, office, pay, recruits, roster
from data.demo.columns import Bools, Ints
from data.demo.dice import Dice, Streams
from data.demo.draws import Draws
from data.demo.frames import Table, frame, ids, words
from data.demo.harm import Harm
from data.demo.spells import DAY
from data.schemas.personnel import RANKS


def tables(drawn: Draws, hurt: Harm, since: int, dice: Streams) -> Iterator[Table]:
    """All tables of the personnel system; attendance and courses from day `since` on."""
    people, steps = drawn.world.people, drawn.careers
    yield "agent", "day", roster.roster(people, dice["agents"]).sort("day", "agent_id")
    yield "movement", "day", hurt.movements
    yield "career", "day", _careers(hurt, steps)
    yield "recruit_step", "day", _recruiting(drawn, hurt, dice["recruits"])
    yield "attendance", "day", _attendance(drawn, hurt, since, dice["attendance"])
    yield "training", "day", _training(drawn, hurt, since, dice["training"])
    sales = pay.Sales.of(drawn.world, drawn.policies.take(hurt.policies))
    yield "appraisal", "day", _appraisals(hurt, pay.appraisals(sales, steps, dice["appraisals"]))
    yield "income", "day", _incomes(hurt, pay.incomes(sales, steps, dice["income"]))


def _there(hurt: Harm, agent: Ints, day: Ints) -> Bools:
    """Whether the plants leave each agent in service on a day."""
    return np.ones(len(agent), bool) if hurt.place is None else ~(hurt.gone[agent] & (day >= hurt.place.start))


def _careers(hurt: Harm, steps: careers.Careers) -> pl.DataFrame:
    return frame(
        _there(hurt, steps.agent, steps.day), career_id=ids(len(steps.day)), agent_id=steps.agent + 1, day=steps.day,
        kind=words(careers.KINDS, steps.kind), rank=words(RANKS, steps.rank),
    )  # fmt: skip


def recommenders(drawn: Draws) -> Ints:
    """Who recommended each agent, or NOBODY."""
    joined = drawn.movements.filter(pl.col("kind") == "onboard", pl.col("recommender_id").is_not_null())
    found = np.full(drawn.world.people.size, recruits.NOBODY)
    found[joined["agent_id"].to_numpy() - 1] = joined["recommender_id"].to_numpy() - 1
    return found


def _recruiting(drawn: Draws, hurt: Harm, dice: Dice) -> pl.DataFrame:
    world = drawn.world
    steps = recruits.draw(world.people, world.spells, world.line, recommenders(drawn), dice)
    won = np.isin(steps.candidate, steps.candidate[steps.kind == recruits.ONBOARD])
    return frame(
        won | _there(hurt, steps.recruiter, steps.day), step_id=ids(len(steps.day)),
        candidate_id=steps.candidate.astype(np.int64) + 1, recruiter_id=steps.recruiter + DAY(1), day=steps.day,
        kind=words(recruits.KINDS, steps.kind), agent_id=pl.Series(steps.agent + DAY(1)).replace(0, None),
    )  # fmt: skip


def _attendance(drawn: Draws, hurt: Harm, since: int, dice: Dice) -> pl.DataFrame:
    rows = office.attendance(drawn.world, since, hurt.place, dice)
    return frame(
        _there(hurt, rows.agent, rows.day), agent_id=rows.agent + DAY(1), day=rows.day, present=rows.present,
        meeting=rows.meeting,
    )  # fmt: skip


def _training(drawn: Draws, hurt: Harm, since: int, dice: Dice) -> pl.DataFrame:
    rows = office.training(drawn.world, since, dice)
    return frame(
        _there(hurt, rows.agent, rows.day), training_id=ids(len(rows.day)), agent_id=rows.agent + 1, day=rows.day,
        course=words(office.COURSES, rows.course), minutes=rows.minutes, passed=rows.passed,
    )  # fmt: skip


def _appraisals(hurt: Harm, rows: pay.Appraisals) -> pl.DataFrame:
    return frame(
        _there(hurt, rows.agent, rows.day), appraisal_id=ids(len(rows.day)), agent_id=rows.agent + 1, day=rows.day,
        result=words(pay.RESULTS, rows.result),
    )  # fmt: skip


def _incomes(hurt: Harm, rows: pay.Incomes) -> pl.DataFrame:
    return frame(_there(hurt, rows.agent, rows.day), agent_id=rows.agent + 1, day=rows.day, amount=rows.amount)
