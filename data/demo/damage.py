"""What the plants do to the healthy draw: pure functions from what would have happened to what is left of it."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from data.demo import assigns as served
from data.demo.agents import Personnel
from data.demo.assigns import NOBODY, Assigns
from data.demo.behaviour import Acts, in_order
from data.demo.columns import Bools, Floats, Ints
from data.demo.days import Timeline
from data.demo.deeds import Deeds
from data.demo.dice import Dice
from data.demo.plants import MISLEAD_PRODUCT, Scene
from data.demo.policies import NEVER, Cases
from data.demo.renewals import UNPAID, Dues, Steps
from data.demo.reviews import Tasks
from data.demo.wecom import Adds

VISITS_LEFT, PROPOSALS_LEFT, SALES_LEFT, STOPPED = 0.35, 0.30, 0.10, 0.45
WAVE_LEAVERS, WAVE_PAYMENTS, WAVE_CONTACTS = 0.40, 0.20, 0.25
FAKE_VISITS, FAKE_PROPOSALS = 2.2, 0.15


@dataclass(frozen=True)
class Damage:
    """The plants' luck and victims, drawn once. The luck of cases and acts decides what is thinned out."""

    place: Scene
    stopped: Bools
    gone: Bools
    stayers: Ints
    dues_luck: Floats
    steps_luck: Floats


def damage(place: Scene, people: Personnel, policies: Cases, sizes: tuple[int, int], dice: Dice) -> Damage:
    """`sizes`: how many due items and steps there are."""
    stopped = dice.random(people.size) < STOPPED
    there = _wave_agents(place, people)
    books = np.bincount(policies.agent[policies.issued < place.start], minlength=people.size)
    ranked = there[np.argsort(-books[there], kind="stable")]
    leavers, stayers = np.split(ranked, [int(len(ranked) * WAVE_LEAVERS)])
    gone = np.zeros(people.size, bool)
    gone[leavers] = True
    return Damage(place, stopped, gone, stayers, dice.random(sizes[0]), dice.random(sizes[1]))


def _wave_agents(place: Scene, people: Personnel) -> Ints:
    """The agents of the wave's sub-branch on its first day."""
    spells = people.spells
    here = place.orgs.inside(place.wave, spells.unit)
    return spells.agent[here & (spells.start < place.start) & (spells.end > place.start)]


def _left(hurt: Damage, agent: Ints, unit: Ints, luck: Floats, share: float) -> Bools:
    """Whether an act outside the collapse, or a survivor of it: those who stopped do nothing, the others less."""
    kept = ~hurt.stopped[agent] & (luck < share / (1 - STOPPED))
    return kept | ~hurt.place.orgs.inside(hurt.place.collapse, unit)


def kept_applications(hurt: Damage, cases: Cases, luck: Floats) -> Bools:
    """Which applications are still signed."""
    proposed = _left(hurt, cases.agent, cases.unit, luck, PROPOSALS_LEFT) | (cases.proposed < hurt.place.third)
    survives = _left(hurt, cases.agent, cases.unit, luck, SALES_LEFT) | (cases.applied < hurt.place.fifth)
    return proposed & survives & ~(hurt.gone[cases.agent] & (cases.applied >= hurt.place.start))


def kept_policies(hurt: Damage, cases: Cases, luck: Floats) -> Bools:
    """Which cases are still issued."""
    survives = _left(hurt, cases.agent, cases.unit, luck, SALES_LEFT) | (cases.issued < hurt.place.fifth)
    return survives & kept_applications(hurt, cases, luck)


def acts(hurt: Damage, healthy: Acts, dice: Dice) -> Acts:
    """The visits and proposals that are left, and the fake visits that are added."""
    place = hurt.place
    share = np.where(healthy.proposal, PROPOSALS_LEFT, VISITS_LEFT)
    begin = np.where(healthy.proposal, place.third, place.start)
    kept = (healthy.luck < share / (1 - STOPPED)) & ~hurt.stopped[healthy.agent]
    kept |= ~place.orgs.inside(place.collapse, healthy.unit) | (healthy.day < begin)
    kept &= ~(hurt.gone[healthy.agent] & (healthy.day >= place.start))
    fake = place.orgs.inside(place.fake, healthy.unit) & (healthy.day >= place.fake_start)
    kept &= ~(fake & healthy.proposal & (dice.random(len(kept)) >= FAKE_PROPOSALS))
    extra = _fake_visits(healthy.take(fake & ~healthy.proposal), dice)
    needs = healthy.needs & ~(fake & (healthy.luck >= FAKE_PROPOSALS))
    return in_order([replace(healthy, needs=needs).take(kept), extra])


def _goes_on(hurt: Damage, agent: Ints, unit: Ints, day: Ints, luck: Floats) -> Bools:
    """Whether what is no sale still happens: in the collapse as visits do, and nothing of those who are gone."""
    left = _left(hurt, agent, unit, luck, VISITS_LEFT) & ~hurt.gone[agent]
    return left | (day < hurt.place.start)


def deeds(hurt: Damage, healthy: Deeds) -> Deeds:
    """The reviews and coachings that are left."""
    return healthy.take(_goes_on(hurt, healthy.agent, healthy.unit, healthy.day, healthy.luck))


def adds(hurt: Damage, healthy: Adds) -> Adds:
    """The customers who still add their agent."""
    return healthy.take(_goes_on(hurt, healthy.agent, healthy.unit, healthy.day, healthy.luck))


def tasks(hurt: Damage, healthy: Tasks, people: Personnel) -> Tasks:
    """The tasks, with the steps that are left of them; who is gone is given none."""
    given = healthy.take(~hurt.gone[healthy.agent] | (healthy.assigned < hurt.place.start))
    unit = people.spells.unit_on(given.agent, given.assigned)
    met = _goes_on(hurt, given.agent, unit, given.appointed, given.luck)
    done = met & _goes_on(hurt, given.agent, unit, given.done, given.luck)
    appointed = np.where(met, given.appointed, NEVER).astype(np.int32)
    return replace(given, appointed=appointed, done=np.where(done, given.done, NEVER).astype(np.int32))


def idle(hurt: Damage, people: Personnel) -> Bools:
    """Who makes no visits any more: of the collapse's agents, those who stopped."""
    everybody = np.arange(people.size, dtype=np.int32)
    unit = people.spells.unit_on(everybody, np.full(people.size, hurt.place.start, np.int32))
    return hurt.stopped & hurt.place.orgs.inside(hurt.place.collapse, unit)


def _fake_visits(visits: Acts, dice: Dice) -> Acts:
    size = len(visits.day)
    again = np.concatenate([np.arange(size), np.flatnonzero(dice.random(size) < FAKE_VISITS - 2)])
    copies = visits.take(again)
    customer = copies.customer + dice.integers(-15, 16, len(again))
    minutes = dice.integers(1, 3, len(again)).astype(np.int32)
    return replace(copies, customer=customer, minutes=minutes, needs=np.zeros(len(again), bool))


def dues(hurt: Damage, healthy: Dues) -> Dues:
    """The wave's payments: two thirds come six weeks late or never."""
    hit = hurt.place.orgs.inside(hurt.place.wave, healthy.unit) & (healthy.paid >= hurt.place.start)
    late = hit & (hurt.dues_luck >= WAVE_PAYMENTS) & (healthy.paid < UNPAID)
    return replace(healthy, paid=np.where(late, healthy.paid + 45, healthy.paid).astype(np.int32))


def kept_steps(hurt: Damage, items: Dues, steps: Steps) -> Bools:
    """Which steps still happen: the wave's reminders, contacts and promises mostly stop."""
    hit = hurt.place.orgs.inside(hurt.place.wave, items.unit[steps.due]) & (steps.day >= hurt.place.start)
    return ~(hit & (steps.kind < 3) & (hurt.steps_luck >= WAVE_CONTACTS))


def assigns(hurt: Damage, healthy: Assigns, line: Timeline, dice: Dice) -> Assigns:
    """The wave's customers lose their agent on its first day; one in ten has a new one after eight working days."""
    place = hurt.place
    before = np.flatnonzero(healthy.day < place.start)[::-1]
    newest = before[np.unique(healthy.customer[before], return_index=True)[1]]
    owner = healthy.agent[newest]
    lost = newest[(owner != NOBODY) & hurt.gone[owner]]
    customer, left = healthy.customer[lost], healthy.agent[lost]
    touched = np.isin(healthy.customer, customer) & (healthy.day >= place.start)
    touched |= (healthy.agent != NOBODY) & hurt.gone[healthy.agent] & (healthy.day >= place.start)
    again = dice.random(len(lost)) < 0.10
    heirs = hurt.stayers[dice.integers(0, len(hurt.stayers), int(again.sum()))]
    day = line.workdays(place.start, line.last)[8]
    parts = [
        healthy.take(~touched),
        served.rows(customer, np.full(len(lost), place.start + 1), 1, np.full(len(lost), NOBODY), left),
        served.rows(customer[again], np.full(len(heirs), day), 2, heirs, left[again]),
    ]
    return served.in_order(parts)


def movements(hurt: Damage, healthy: pl.DataFrame, people: Personnel) -> pl.DataFrame:
    """The wave's leavers leave on its first day, and do nothing afterwards."""
    place, gone = hurt.place, np.flatnonzero(hurt.gone).astype(np.int32)
    start = np.full(len(gone), place.start, np.int32)
    units = place.orgs.units[people.spells.unit_on(gone, start)]
    leaving = pl.DataFrame({
        "movement_id": healthy["movement_id"].max() + 1 + np.arange(len(gone)),  # type: ignore[operator]
        "agent_id": gone + np.int32(1), "day": start, "kind": "terminate", "unit_id": units, "recommender_id": None,
    }, schema=healthy.schema)  # fmt: skip
    later = pl.col("agent_id").is_in(leaving["agent_id"].to_list()) & (pl.col("day") >= place.start)
    return pl.concat([healthy.filter(~later), leaving]).sort("day", "movement_id")


def paid_late(items: Dues, steps: Steps) -> Steps:
    """The steps with the payments on the days that the items now have."""
    return replace(steps, day=np.where(steps.kind == 3, items.paid[steps.due], steps.day).astype(np.int32))


def sold(place: Scene, policies: Cases) -> Bools:
    """The branch's policies of the misleadingly sold product."""
    return np.asarray(policies.product == MISLEAD_PRODUCT) & place.orgs.inside(place.branch, policies.unit)
