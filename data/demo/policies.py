"""Sales: the policies issued, the applications behind them, and the older book."""

from dataclasses import dataclass

import numpy as np

from data.demo import constants as c
from data.demo.agents import MONTH, Personnel
from data.demo.columns import Bools, Columns, Floats, Ints
from data.demo.days import Timeline
from data.demo.dice import Dice, counts, even, pick, shared
from data.demo.orgs import Orgs
from data.demo.outlook import ISSUE_LAG, PROPOSAL_LAG, Outlook
from data.demo.products import REGULAR_SHARES, SHORT_SHARES, Shelf
from data.demo.spells import SpellMonths

NEVER = np.int32(3_000_000)


@dataclass(frozen=True)
class Cases(Columns):
    """Applications by day; `proposed` is its proposal's day, `issued` NEVER where it was refused. Premiums in cents."""

    agent: Ints
    unit: Ints
    customer: Ints
    proposed: Ints
    applied: Ints
    issued: Ints
    product: Ints
    regular: Bools
    premium: Ints
    pay_years: Ints


@dataclass(frozen=True)
class Market:
    """What the draws need to know: people month by month, their weights, and the unit's outlook."""

    people: Personnel
    spells: SpellMonths
    line: Timeline
    orgs: Orgs
    outlook: Outlook
    weight: Floats
    share: Floats
    mood: Floats


def market(people: Personnel, spells: SpellMonths, line: Timeline, orgs: Orgs, view: Outlook, dice: Dice) -> Market:
    """The market of the horizon: skill, its wander from month to month, and the moods of orgs and months."""
    months = len(line.months)
    wander = _wander(people.size, months, dice)
    tenure = (line.edges[spells.month] - people.joined[spells.agent]) / MONTH
    novice = np.where(tenure < c.BEGINNER_MONTHS, c.BEGINNER_FACTOR, 1.0)
    share = line.sales.share(spells.start, spells.end)
    weight = people.skill[spells.agent] * wander[spells.agent, spells.month] * novice
    mood = np.stack([orgs.effect(c.MONTH_EFFECT, dice) for _ in range(months)]).ravel()
    return Market(people, spells, line, orgs, view, weight, share, mood)


def _wander(agents: int, months: int, dice: Dice) -> Floats:
    """An AR(1) factor per agent and month."""
    log = np.empty((agents, months), np.float32)
    log[:, 0] = dice.standard_normal(agents)
    for month in range(1, months):
        fresh = dice.standard_normal(agents) * np.sqrt(1 - c.WANDER_RHO**2)
        log[:, month] = c.WANDER_RHO * log[:, month - 1] + fresh
    return np.asarray(np.exp(c.WANDER_SIGMA * log))


def expected(world: Market, per_agent: Floats, strength: Floats, share: Floats) -> Floats:
    """The expected count of each month x unit, flat: agents there x a month's rate x strength x mood."""
    months = len(world.line.months)
    staff = world.spells.per_cell(share, months)
    return staff * np.repeat(per_agent, world.spells.units) * np.tile(strength, months) * world.mood


def draw(world: Market, dice: Dice, premium_dice: Dice) -> Cases:
    """All applications of the horizon, by day."""
    at = world.outlook.at(world.line.months[0])
    rate = world.outlook.cases[at : at + len(world.line.months)]
    hope = expected(world, rate, world.outlook.strength, world.share)
    spell = shared(counts(hope, dice), world.spells.cell, world.weight * world.share, dice)
    lost = shared(counts(hope * (1 / c.ISSUE_RATE - 1), dice), world.spells.cell, world.weight * world.share, dice)
    every = np.concatenate([spell, lost])
    done = world.line.sales.spread(world.spells.start[every], world.spells.end[every], dice.random(len(every)))
    applied = np.maximum(done - pick(ISSUE_LAG, len(every), dice), world.people.joined[world.spells.agent[every]])
    issued = np.where(np.arange(len(every)) < len(spell), done, NEVER)
    return _dress(world, every, applied.astype(np.int32), issued.astype(np.int32), done, (dice, premium_dice))


def _dress(world: Market, spell: Ints, applied: Ints, issued: Ints, done: Ints, dice: tuple[Dice, Dice]) -> Cases:
    """Customer, product and premium of each case."""
    agent = world.spells.agent[spell]
    district = world.orgs.group("district")[world.spells.unit[spell]]
    order = np.lexsort((done, district))
    regular = np.empty(len(spell), bool)
    regular[order] = even(len(spell), dice[0]) < c.REGULAR_SHARE
    shelf = Shelf.default()
    product = np.where(
        regular, pick(REGULAR_SHARES, len(spell), dice[0]), shelf.short(SHORT_SHARES, len(spell), dice[0])
    )
    size = _relative_size(world)[spell]
    luck = np.empty(len(spell))
    for chosen in (regular, ~regular):
        rows = order[chosen[order]]
        luck[rows] = even(len(rows), dice[1])
    premium = shelf.premium(product, luck, size)
    customer = customers(agent, applied, world.people.joined, dice[0])
    years = shelf.pay_years(product, len(spell), dice[0])
    proposed = _proposed(world, agent, applied, dice[0])
    unit = world.spells.unit[spell]
    cases = Cases(agent, unit, customer, proposed, applied, issued, product.astype(np.int32), regular, premium, years)
    return cases.take(np.lexsort((agent, applied)))


def _proposed(world: Market, agent: Ints, applied: Ints, dice: Dice) -> Ints:
    """The day of each application's proposal: the same one or up to 25 days before, while the agent was there."""
    earliest = np.maximum(world.people.joined[agent], world.line.first)
    day = np.maximum(applied - pick(PROPOSAL_LAG, len(agent), dice), earliest)
    return np.asarray(np.minimum(day, applied), np.int32)


def _relative_size(world: Market) -> Floats:
    """Good sellers sell larger cases; the mean over a unit's cases stays one."""
    cell, weight = world.spells.cell, world.weight * world.share
    size = world.weight**c.PREMIUM_BY_RATE
    cells = len(world.line.months) * world.spells.units
    mean = np.bincount(cell, weight * size, cells) / np.maximum(np.bincount(cell, weight, cells), 1e-12)
    return size / np.maximum(mean[cell], 1e-12)


def customers(agent: Ints, day: Ints, joined: Ints, dice: Dice) -> Ints:
    """A customer of the agent's circle, which drifts on by eight faces a month; a third are old acquaintances."""
    tenure = np.clip((day - joined[agent]) / MONTH, 0, 200)
    newest = (tenure * 8).astype(np.int64) + 40
    back = np.where(dice.random(len(agent)) < 0.33, dice.random(len(agent)) * newest, dice.random(len(agent)) * 40)
    return (agent.astype(np.int64) + 1) * 10_000 + newest - back.astype(np.int64)


def book(world: Market, size: c.Size, dice: Dice) -> Cases:
    """Regular policies from the ten years before the horizon, still in force, with agents of its first day."""
    people, first = world.people, world.line.first
    seniors = np.flatnonzero(people.joined < first - 400).astype(np.int32)
    unit = people.spells.unit_on(seniors, people.joined[seniors])
    each = counts(people.skill[seniors] / people.skill[seniors].sum() * size.agents * size.book, dice)
    agent = np.repeat(seniors, each)
    issued = _old_days(agent, people, world.line, dice)
    shelf = Shelf.default()
    product = pick(REGULAR_SHARES, len(agent), dice)
    premium = shelf.premium(product, even(len(agent), dice), np.ones(len(agent)))
    customer = customers(agent, issued, people.joined, dice)
    years = np.full(len(agent), 20, np.int32)
    regular, units = np.ones(len(agent), bool), np.repeat(unit, each)
    cases = Cases(agent, units, customer, issued, issued, issued, product, regular, premium, years)
    return cases.take(np.lexsort((agent, issued)))


def _old_days(agent: Ints, people: Personnel, line: Timeline, dice: Dice) -> Ints:
    """Issue days with the year's seasons, between the agent's first day and the horizon, ten years back at most."""
    reach = np.clip((line.first - people.joined[agent]) // 365, 1, 10)
    year = 1 + (dice.random(len(agent)) * reach).astype(np.int32)
    month = pick(np.array([c.SALES[month.month - 1] for month in line.months[:12]]), len(agent), dice)
    day = line.visits.spread(line.edges[month], line.edges[month + 1], dice.random(len(agent)))
    return np.asarray(day - year * 365, np.int32)
