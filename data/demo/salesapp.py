"""The sales app's files: raw events of the last days, agent-days and customer-days before."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from data.demo.behaviour import Acts, Staff, other_acts
from data.demo.columns import Bools, Ints
from data.demo.days import date_of
from data.demo.dice import Dice, pick
from data.demo.policies import Market
from data.demo.writer import Delivery, Spool

HOURS = (0, 0, 0, 0, 0, 0, 1, 3, 7, 11, 11, 8, 5, 6, 9, 10, 9, 7, 5, 6, 6, 4, 2, 0)
OTHERS = ("open", "read", "share", "wecom", "review", "needs")
OTHER_SHARES = (0.45, 0.26, 0.21, 0.06, 0.008, 0.012)
MICROSECONDS = 1_000_000
IDS_A_DAY = 10_000_000


@dataclass(frozen=True)
class App:
    """What the sales app knows: the acts, and who is there to make others; `gone_from` a plant's last day or none."""

    world: Market
    acts: Acts
    gone: Bools
    gone_from: int
    mean: float

    def staff(self) -> Staff:
        spells = self.world.spells
        return Staff(spells.start, spells.end, spells.agent)

    def day(self, day: int) -> Acts:
        a, b = np.searchsorted(self.acts.day, [day, day + 1])
        return self.acts.take(np.arange(a, b))

    def others(self, staff: Staff, day: int, dice: Dice) -> tuple[Ints, Ints]:
        """The agents at work on a day and their counts of other acts."""
        agents = staff.on(day)
        counts = other_acts(agents, day, self.world, self.mean, dice)
        return agents, np.where(self.gone[agents] & (day >= self.gone_from), 0, counts)


def write_history(app: App, spool: Spool, plan: list[Delivery], span: tuple[int, int], dice: Dice) -> None:
    """Agent-days and customer-days of first <= day < end."""
    staff = app.staff()
    for item in plan:
        days = range(max(item.first, span[0]), min(item.end, span[1]))
        if days:
            rows = pl.concat([agent_days(app, staff, day, dice) for day in days])
            spool.write("agent_day", rows, date_of(days[-1]))
            spool.write("customer_day", customer_days(app, days), date_of(days[-1]))


def agent_days(app: App, staff: Staff, day: int, dice: Dice) -> pl.DataFrame:
    """Table `agent_day` of one day: those who did anything."""
    size, acts = app.world.people.size, app.day(day)
    agents, others = app.others(staff, day, dice)
    proposals = np.bincount(acts.agent[acts.proposal], minlength=size)
    visits = np.bincount(acts.agent[~acts.proposal], minlength=size)
    total = visits + proposals
    total[agents] += others
    active = np.flatnonzero(total)
    return pl.DataFrame({
        "agent_id": active + 1, "day": np.full(len(active), day, np.int32), "visits": visits[active],
        "proposals": proposals[active], "app_events": total[active],
    })  # fmt: skip


def customer_days(app: App, days: range) -> pl.DataFrame:
    """Table `customer_day` of some days."""
    a, b = np.searchsorted(app.acts.day, [days[0], days[-1] + 1])
    acts = app.acts.take(np.arange(a, b))
    key = np.stack([acts.day.astype(np.int64), acts.agent.astype(np.int64), acts.customer])
    first = np.concatenate([[True], (key[:, 1:] != key[:, :-1]).any(axis=0)])
    starts = np.flatnonzero(first)
    proposals = np.add.reduceat(acts.proposal.astype(np.int64), starts)
    return pl.DataFrame({
        "agent_id": acts.agent[starts] + 1, "customer_id": acts.customer[starts], "day": acts.day[starts],
        "visits": np.diff(np.append(starts, len(acts.day))) - proposals, "proposals": proposals,
    })  # fmt: skip


def write_events(
    app: App, spool: Spool, days: range, late: int | None, dice: Dice, tell: Callable[[int], None]
) -> None:
    """Raw events, a file a day; the rows of day `late` in two."""
    staff = app.staff()
    for done, day in enumerate(days, start=1):
        rows = events(app, staff, day, dice)
        on_time = dice.random(len(rows)) < 0.5
        if day == late:
            spool.late("event", rows, day, on_time)
        else:
            spool.write("event", rows, date_of(day))
        tell(done)


def events(app: App, staff: Staff, day: int, dice: Dice) -> pl.DataFrame:
    """Table `event` of one day, by time."""
    acts = app.day(day)
    agents, counts = app.others(staff, day, dice)
    agent = np.concatenate([acts.agent, np.repeat(agents, counts)])
    others = len(agent) - len(acts.day)
    kind = pick(OTHER_SHARES, others, dice)
    named = kind >= 3
    faces = (np.repeat(agents, counts).astype(np.int64) + 1) * 10_000 + dice.integers(20, 60, others)
    seconds = _seconds(len(agent), dice)
    frame = pl.DataFrame(
        {
            "at": (day * 86_400 + seconds) * MICROSECONDS + dice.integers(0, MICROSECONDS, len(agent)),
            "day": np.full(len(agent), day, np.int32),
            "agent_id": agent + 1,
            "customer_id": np.concatenate([acts.customer, np.where(named, faces, 0)]),
            "kind": np.concatenate([np.where(acts.proposal, 7, 6), kind]),
            "minutes": np.concatenate([acts.minutes, np.where(kind == 5, dice.integers(10, 45, others), 0)]),
        }
    ).sort("at", "agent_id")
    names = pl.Series([*OTHERS, "visit", "proposal"])
    return frame.with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).add(day * IDS_A_DAY).alias("event_id"),
        pl.col("at").cast(pl.Datetime("us")),
        pl.when(pl.col("customer_id") > 0).then("customer_id"),
        pl.when(pl.col("minutes") > 0).then("minutes"),
        names.gather(frame["kind"]).alias("kind"),
    )


def _seconds(size: int, dice: Dice) -> Ints:
    """Times of day."""
    return pick(HOURS, size, dice).astype(np.int64) * 3_600 + dice.integers(0, 3_600, size)
