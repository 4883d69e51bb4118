"""The plan: targets per org, month and measure, set from expectations before anything happens."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from data.demo import constants as c
from data.demo import rates
from data.demo.agents import turnover
from data.demo.columns import Bools, Floats, Ints
from data.demo.days import number
from data.demo.dice import Dice
from data.demo.orgs import Orgs
from data.demo.outlook import Outlook
from data.demo.products import mean_premium
from data.demo.renewals import Dues

GRACE_MONTHS = 2
NOVICES = 0.11


@dataclass(frozen=True)
class Plan:
    """What the plan is made of: the planned headcount by unit, the outlook, and the schedule of renewals."""

    headcount: Floats
    outlook: Outlook
    months: tuple[date, ...]
    dues: Dues


def table(plan: Plan, orgs: Orgs, dice: Dice) -> pl.DataFrame:
    """Table `target`: every org, month of the plan and measure. Additive measures add up over the tree."""
    stretch = _stretch(plan, orgs, dice)
    additive = {name: np.round(values * stretch, 2) for name, values in _sales(plan, dice).items()}
    additive["tgt_ren_cash"] = np.round(_cash(plan, len(orgs.units)) * stretch)
    frames = [_frame(name, _rolled(values, orgs), plan, orgs) for name, values in additive.items()]
    for name, (part, whole) in _rates(plan, len(orgs.units)).items():
        rate = _ratio(_rolled(part, orgs), _rolled(whole, orgs))
        frames.append(_frame(name, rate * c.STRETCH, plan, orgs))
    return pl.concat(frames).sort("org_id", "month", "measure")


def _stretch(plan: Plan, orgs: Orgs, dice: Dice) -> Floats:
    """How much more each unit's plan asks for than is expected, by month; sub-branches negotiate once a year."""
    group = orgs.group("sub_branch")
    years = np.array([month.year - plan.months[0].year for month in plan.months])
    luck = dice.standard_normal((years.max() + 1, group.max() + 1)) * c.STRETCH_SPREAD
    return np.asarray(c.STRETCH * np.exp(luck[years][:, group]))


def _sales(plan: Plan, dice: Dice) -> dict[str, Floats]:
    """Months x units of what the outlook expects; money in cents."""
    view, at = plan.outlook, [plan.outlook.at(month) for month in plan.months]
    closing = view.headcount[at]
    staff = _per_month((closing + view.headcount[[max(index - 1, 0) for index in at]]) / 2, plan.headcount)
    cases = _per_month(view.cases[at], view.strength)
    issued = staff * cases * (1 - c.FREELOOK)
    signed = _per_month(view.signed[at], view.strength)
    free, visits = view.free[at][:, None], view.free_visits[at][:, None]
    return {
        "tgt_fyp_regular": issued * c.REGULAR_SHARE * mean_premium(0),
        "tgt_std_prem": issued * rates.mean_case("standard"),
        "tgt_nbv": issued * rates.mean_case("value"),
        "tgt_policies": issued,
        "tgt_visits": staff * (signed + free + visits),
        "tgt_proposals": staff * (signed + free),
        "tgt_hc_end": _per_month(closing, plan.headcount),
        "tgt_hc_active": staff * sellers(cases * c.REGULAR_SHARE, dice),
        "tgt_hc_producing": staff * sellers(cases, dice),
        "tgt_recruits": _per_month(_recruits(view)[at], plan.headcount),
    }


def _per_month(by_month: Floats, by_unit: Floats) -> Floats:
    return np.asarray(by_month[:, None] * by_unit[None, :])


def _recruits(view: Outlook) -> Floats:
    before = np.concatenate([[1.0], view.headcount[:-1]])
    return np.maximum(view.headcount - before * (1 - turnover()), 0)


def sellers(rate: Floats, dice: Dice) -> Floats:
    """The expected share of agents with a sale in units of ten, where the mean agent sells `rate` cases.

    Joiners and leavers sell in their month, too.

    """
    novice = np.where(dice.random((800, 10)) < NOVICES, c.BEGINNER_FACTOR, 1.0)
    skill = novice * np.exp(np.hypot(c.SKILL_SIGMA, c.WANDER_SIGMA) * dice.standard_normal((800, 10)))
    part = skill / skill.sum(axis=1, keepdims=True)
    grid = np.concatenate([np.linspace(0, 1, 41), np.linspace(1.1, 8, 70)])
    share = np.array([(1 - (1 - part) ** (10 * point)).mean() for point in grid])
    return np.asarray(np.interp(rate, grid, share) * (1 + turnover() / 2))


def _cell(dues: Dues, plan: Plan, shift: int, units: int) -> tuple[Ints, Bools]:
    """Month x unit of each item's due month moved by `shift`, and whether the plan holds that month."""
    first = np.datetime64(plan.months[0], "M").astype(int)
    month = dues.due.astype("datetime64[D]").astype("datetime64[M]").astype(int) - first + shift
    return (month * units + dues.unit).astype(np.int32), (month >= 0) & (month < len(plan.months))


def _sum(plan: Plan, units: int, shift: int, amount: Floats) -> Floats:
    cell, known = _cell(plan.dues, plan, shift, units)
    flat = np.bincount(cell[known], amount[known], len(plan.months) * units)
    return np.asarray(flat, np.float64).reshape(len(plan.months), units)


def _month_end(dues: Dues, shift: int) -> Ints:
    """The last day of the month `shift` months after each item's due month."""
    month = dues.due.astype("datetime64[D]").astype("datetime64[M]") + shift + 1
    return (month.astype("datetime64[D]").astype(np.int64) - 1).astype(np.int32)


def _cash(plan: Plan, units: int) -> Floats:
    """Renewal premium expected in each month, of whatever due month, in cents."""
    total = np.zeros((len(plan.months), units))
    for shift in range(-1, GRACE_MONTHS + 1):
        until = plan.dues.chance_by(_month_end(plan.dues, shift))
        before = plan.dues.chance_by(_month_end(plan.dues, shift - 1))
        total += _sum(plan, units, shift, plan.dues.amount * (until - before))
    return total


def _rates(plan: Plan, units: int) -> dict[str, tuple[Floats, Floats]]:
    """Parts and wholes of the planned rates, months x units."""
    dues = plan.dues
    amount = dues.amount.astype(np.float64)
    second = np.where(dues.pay_no == 2, amount, 0.0)
    by_month_end, by_grace = dues.chance_by(_month_end(dues, 0)), dues.chance_by(dues.due + np.int32(c.GRACE_DAYS))
    return {
        "tgt_ren_rate": (_sum(plan, units, 0, amount * by_month_end), _sum(plan, units, 0, amount)),
        "tgt_p13": (_sum(plan, units, GRACE_MONTHS, second * by_grace), _sum(plan, units, GRACE_MONTHS, second)),
    }


def _rolled(values: Floats, orgs: Orgs) -> Floats:
    """Months x units to months x orgs in preorder."""
    running = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)
    first, end = np.array([orgs.tree.unit_range(org) for org in _ids(orgs)]).T
    return np.asarray(np.round(running[:, end] - running[:, first], 2), np.float64)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Part over whole; an org with nothing due has headquarters' rate, a month with nothing due the mean."""
    total = part[:, 0].sum() / whole[:, 0].sum()
    top = np.where(whole[:, 0] > 0, part[:, 0] / np.maximum(whole[:, 0], 1), total)
    return np.asarray(np.round(np.where(whole > 0, part / np.maximum(whole, 1), top[:, None]), 4), np.float64)


def _ids(orgs: Orgs) -> list[str]:
    return [org.id for org in orgs.tree]


def _frame(measure: str, values: Floats, plan: Plan, orgs: Orgs) -> pl.DataFrame:
    ids, days = _ids(orgs), [number(month) for month in plan.months]
    return pl.DataFrame(
        {
            "org_id": ids * len(days),
            "month": pl.Series(np.repeat(days, len(ids)), dtype=pl.Int32).cast(pl.Date),
            "measure": [measure] * len(ids) * len(days),
            "value": values.ravel(),
        }
    )
