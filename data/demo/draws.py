"""The whole draw: everything that happens at the healthy insurer, then what the plants leave of it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from data.demo import (
    agents,
    assigns,
    behaviour,
    careers,
    constants,
    deeds,
    orgs,
    outlook,
    policies,
    renewals,
    reviews,
    roster,
    service,
    serving,
    spells,
    targets,
    wecom,
)
from data.demo.columns import Floats, Ints
from data.demo.days import month_first, number, timeline
from data.demo.dice import Dice, Streams
from data.demo.policies import NEVER, Cases, Market


@dataclass(frozen=True)
class Draws:
    """The healthy insurer.

    `policies` are the older book and the issued cases by day; `case` is each policy's application, -1 for the book.
    """

    size: constants.Size
    world: Market
    movements: pl.DataFrame
    cases: Cases
    luck: Floats
    policies: Cases
    case: Ints
    changes: service.Changes
    last: Ints
    acts: behaviour.Acts
    careers: careers.Careers
    deeds: deeds.Deeds
    tasks: reviews.Tasks
    adds: wecom.Adds
    dues: renewals.Dues
    assigns: assigns.Assigns
    targets: pl.DataFrame
    service_from: int


def draw(size: constants.Size, as_of: date, dice: Streams) -> Draws:
    """The healthy insurer of a size."""
    world = _market(size, as_of, dice)
    line, people = world.line, world.people
    new_year = number(date(as_of.year - 1, 1, 1))
    cases = policies.draw(world, dice["policies"], dice["premiums"])
    luck = dice["visits"].random(len(cases.agent))
    issued, case = _issued(cases, policies.book(world, size, dice["policies"]))
    changes, last = service.endings(issued, line.first, dice["service"])
    window = (number(date(as_of.year - 2, 10, 1)), number(date(as_of.year + 1, 2, 1)))
    dues = renewals.draw(issued, last, people, world.orgs, window, dice["renewals"])
    start = max(new_year, line.first, number(month_first(as_of, -size.behaviour_months)))
    assigned = assigns.draw(issued, people, world.spells, line, dice["assigns"])
    served, orphaned = serving.served(assigned), serving.orphaned(assigned, people)
    acts = behaviour.draw(world, cases, luck, start, dice["visits"], dice["talks"])
    acts = behaviour.analysed(behaviour.called(acts, served, orphaned, dice["talks"]), dice["talks"])
    ranks = careers.draw(people, world.orgs, line, dice["careers"])
    other = [
        reviews.others(world, served, start, dice["reviews"]),
        deeds.coaching(world, ranks, start, dice["coaching"]),
    ]
    return Draws(
        size=size,
        world=world,
        movements=roster.movements(people, world.orgs, dice["agents"]),
        cases=cases,
        luck=luck,
        policies=issued,
        case=case,
        changes=changes,
        last=last,
        acts=acts,
        careers=ranks,
        deeds=deeds.in_order(other),
        tasks=reviews.tasks(world, acts, served, start, dice["reviews"]),
        adds=wecom.draw(world, served, dice["wecom"]),
        dues=dues,
        assigns=assigned,
        targets=_targets(world, dues, as_of, dice["targets"]),
        service_from=max(new_year, line.first),
    )


def _market(size: constants.Size, as_of: date, dice: Streams) -> Market:
    line = timeline(as_of, size.months)
    tree = orgs.draw(size, dice["orgs"])
    headcount = agents.plan(size, len(tree.units), dice["plan"])
    strength = tree.effect(constants.ORG_EFFECT, dice["plan"])
    strength *= headcount.sum() / (headcount * strength).sum()
    first = min(line.months[0], date(as_of.year - 1, 1, 1))
    view = outlook.outlook(first, date(as_of.year + 1, 1, 1), strength, line)
    people = agents.draw(headcount, line, tree, dice["agents"])
    return policies.market(
        people, spells.monthly(people.spells, len(tree.units), line), line, tree, view, dice["policies"]
    )


def _issued(cases: Cases, book: Cases) -> tuple[Cases, Ints]:
    """All policies by day of issue, and the application of each."""
    at = np.flatnonzero(cases.issued < NEVER)
    at = at[np.argsort(cases.issued[at], kind="stable")]
    new, old = cases.take(at), book.take(np.argsort(book.issued, kind="stable"))
    return Cases.joined([old, new]), np.concatenate([np.full(len(old.agent), -1), at])


def _targets(world: Market, dues: renewals.Dues, as_of: date, dice: Dice) -> pl.DataFrame:
    months = tuple(date(year, month, 1) for year in (as_of.year - 1, as_of.year) for month in range(1, 13))
    return targets.table(targets.Plan(world.people.plan, world.outlook, months, dues), world.orgs, dice)
