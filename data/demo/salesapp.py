"""The sales app's files: raw events of the last days, agent-days and customer-days before."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from data.demo import constants as c
from data.demo import deeds as other
from data.demo.behaviour import MODES, Acts, Staff, other_acts
from data.demo.columns import Bools, Floats, Ints
from data.demo.days import date_of
from data.demo.deeds import Deeds
from data.demo.dice import Streams, lots
from data.demo.policies import Market
from data.demo.writer import Delivery, Spool

HOURS = (0, 0, 0, 0, 0, 0, 1, 3, 7, 11, 11, 8, 5, 6, 9, 10, 9, 7, 5, 6, 6, 4, 2, 0)
# Acts and deeds, then what needs no customer: looking first.
KINDS = ("visit", "needs", "proposal", *other.KINDS, *c.OTHER_SHARES, "prospect", "campaign")
VISIT, NEEDS, PROPOSAL, DEEDS, ALONE, LOOKING = 0, 1, 2, 3, 3 + len(other.KINDS), len(c.OTHER_SHARES)
COLUMNS = ("visits", "needs", "proposals", "reviews", "coachings", "opens", "reads", "shares", "prospects", "campaigns")
MICROSECONDS, DAY_SECONDS, TEN_MINUTES = 1_000_000, 86_400, 600
IDS_A_DAY = 10_000_000
_OWN_LUCK = 2.0**40


@dataclass(frozen=True)
class App:
    """What the sales app knows: acts and deeds, and who is there to do other things.

    `gone` do nothing from day `changed` on, and those who `stopped` only look.
    """

    world: Market
    acts: Acts
    deeds: Deeds
    gone: Bools
    stopped: Bools
    changed: int
    mean: float

    def staff(self) -> Staff:
        spells = self.world.spells
        return Staff(spells.start, spells.end, spells.agent)

    def between(self, first: int, end: int) -> tuple[Acts, Deeds]:
        """What was done on the days first <= day < end."""
        edges = np.array([first, end], np.int32)
        acts, deeds = (np.arange(*np.searchsorted(days, edges)) for days in (self.acts.day, self.deeds.day))
        return self.acts.take(acts), self.deeds.take(deeds)

    def others(self, staff: Staff, day: int, dice: Streams) -> tuple[Ints, Ints]:
        """The agents at work on a day, and how often each did what needs no customer (agents x kinds from `open`)."""
        agents = staff.on(day)
        totals = other_acts(agents, day, self.world, self.mean, dice["acts"])
        sorts = dice["kinds"].multinomial(totals, self.shares())
        if day >= self.changed:
            sorts[self.gone[agents]] = 0
            looking = self.stopped[agents]
            sorts[looking, 0] += sorts[looking, LOOKING:].sum(axis=1)
            sorts[looking, LOOKING:] = 0
        return agents, sorts

    def shares(self) -> Floats:
        """The share of each kind from `open` on: prospects and campaigns as often a month as they should be."""
        a_month = 30 * self.mean * (5 * c.OPENS_APP["workday"] + 2 * c.OPENS_APP["off"]) / 7
        rare = np.minimum(np.array([c.PROSPECTS, c.CAMPAIGNS]) / a_month, 0.2)
        return np.concatenate([np.array(list(c.OTHER_SHARES.values())) * (1 - rare.sum()), rare])


def write_history(app: App, spool: Spool, plan: list[Delivery], span: tuple[int, int], dice: Streams) -> None:
    """Agent-days and customer-days of first <= day < end."""
    staff = app.staff()
    for item in plan:
        days = range(max(item.first, span[0]), min(item.end, span[1]))
        if days:
            rows = pl.concat([agent_days(app, staff, day, dice) for day in days])
            spool.write("agent_day", rows, date_of(days[-1]))
            spool.write("customer_day", customer_days(app, days), date_of(days[-1]))


def agent_days(app: App, staff: Staff, day: int, dice: Streams) -> pl.DataFrame:
    """Table `agent_day` of one day: those who did anything."""
    size, (acts, deeds) = app.world.people.size, app.between(day, day + 1)
    agents, sorts = app.others(staff, day, dice)
    table = np.zeros((len(KINDS), size), np.int64)
    table[VISIT] = np.bincount(acts.agent[~acts.proposal], minlength=size)
    table[NEEDS] = np.bincount(acts.agent[acts.needs], minlength=size)
    table[PROPOSAL] = np.bincount(acts.agent[acts.proposal], minlength=size)
    np.add.at(table, (DEEDS + deeds.kind, deeds.agent), 1)
    table[ALONE:, agents] = sorts.T
    total, valid = table.sum(axis=0), np.bincount(acts.agent[acts.valid], minlength=size)
    active = np.flatnonzero(total)
    counted = dict(zip(COLUMNS, table[:, active], strict=True))
    return pl.DataFrame({
        "agent_id": active + 1, "day": np.full(len(active), day, np.int32), "valid_visits": valid[active],
        "app_events": total[active], **counted,
    })  # fmt: skip


def customer_days(app: App, days: range) -> pl.DataFrame:
    """Table `customer_day` of some days."""
    acts, deeds = app.between(days[0], days[-1] + 1)
    reviews = deeds.take(deeds.kind == other.REVIEW)
    by_visit = _named(acts, visits=~acts.proposal, valid_visits=acts.valid, needs=acts.needs, proposals=acts.proposal)
    rows = pl.concat([by_visit, _named(reviews, reviews=np.ones(len(reviews.day), bool))], how="diagonal")
    key = ("day", "agent_id", "customer_id")
    return rows.group_by(key).agg(pl.all().fill_null(value=False).sum().cast(pl.Int64)).sort(key)


def _named(rows: Acts | Deeds, **counts: Bools) -> pl.DataFrame:
    return pl.DataFrame(
        {"agent_id": rows.agent + 1, "customer_id": rows.customer, "day": rows.day.astype(np.int32), **counts}
    )


def write_events(
    app: App, spool: Spool, days: range, late: int | None, dice: Streams, tell: Callable[[int], None]
) -> None:
    """Raw events, a file a day; the rows of day `late` in two."""
    staff = app.staff()
    for done, day in enumerate(days, start=1):
        rows = events(app, staff, day, dice)
        if day == late:
            spool.late("event", rows, day, rows["at"].dt.microsecond().to_numpy() % 2 == 0)
        else:
            spool.write("event", rows, date_of(day))
        tell(done)


def events(app: App, staff: Staff, day: int, dice: Streams) -> pl.DataFrame:
    """Table `event` of one day, by time."""
    acts, deeds = app.between(day, day + 1)
    parts = [*_meetings(acts), _deeds(deeds), _others(*app.others(staff, day, dice), day)]
    frame = pl.concat(parts).with_columns(pl.col("at") + day * DAY_SECONDS * MICROSECONDS).sort("at", "agent_id")
    return frame.select(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).add(day * IDS_A_DAY).alias("event_id"),
        pl.col("at").cast(pl.Datetime("us")),
        pl.lit(day, pl.Int32).alias("day"),
        "agent_id",
        pl.when(pl.col("customer_id") > 0).then("customer_id"),
        pl.Series("kind", KINDS).gather(frame["kind"]),
        pl.when(pl.col("kind") == VISIT).then("minutes"),
        pl.when(pl.col("kind") == VISIT).then(pl.Series(MODES).gather(frame["mode"])).alias("mode"),
    )


def _meetings(acts: Acts) -> list[pl.DataFrame]:
    """The events of visits, needs analyses and proposals: with one customer they follow within minutes."""
    own = (acts.luck * _OWN_LUCK).astype(np.int64)
    at = _times(lots(acts.customer, acts.day, own))
    kinds = ((VISIT, ~acts.proposal), (NEEDS, acts.needs), (PROPOSAL, acts.proposal))
    parts = [(kind, acts.take(chosen), at[chosen]) for kind, chosen in kinds]
    return [
        _event(part.agent, at + kind * TEN_MINUTES * MICROSECONDS, kind, part.customer, part.minutes, part.mode)
        for kind, part, at in parts
    ]


def _deeds(deeds: Deeds) -> pl.DataFrame:
    at = _times(lots(deeds.agent, deeds.customer, deeds.day, (deeds.luck * _OWN_LUCK).astype(np.int64)))
    return _event(deeds.agent, at, DEEDS + deeds.kind, deeds.customer)


def _others(agents: Ints, sorts: Ints, day: int) -> pl.DataFrame:
    flat = sorts.ravel()
    cell = np.repeat(np.arange(len(flat)), flat)
    turn = np.arange(len(cell)) - np.repeat(np.cumsum(flat) - flat, flat)
    agent, kind = agents[cell // sorts.shape[1]], cell % sorts.shape[1]
    return _event(agent, _times(lots(agent, np.full(len(cell), day), kind, turn)), ALONE + kind)


def _event(
    agent: Ints, at: Ints, kind: Ints | int, customer: Ints | int = 0, minutes: Ints | int = 0, mode: Ints | int = 0
) -> pl.DataFrame:
    columns = {"agent_id": agent + 1, "at": at, "kind": kind, "customer_id": customer, "minutes": minutes, "mode": mode}
    whole = {name: np.broadcast_to(values, len(agent)).astype(np.int64) for name, values in columns.items()}
    return pl.DataFrame(whole)


_BEFORE = np.concatenate([[0.0], np.cumsum(HOURS) / sum(HOURS)])


def _times(luck: Floats) -> Ints:
    """Times of day in microseconds."""
    hours = np.interp(luck, _BEFORE, np.arange(len(_BEFORE)))
    return np.asarray(hours * 3_600 * MICROSECONDS, np.int64)
