"""Cohorts: what belongs to a month by its own date and is followed afterwards, while the cohort is open.

Key unit x cohort month. Credit: due items at the unit that serves them, recruits at the agent's unit on the as-of day.
Collection: the items due in the month, all of it, as far as announced; paid or contacted by the month's end.
Persistency: the second premium due two months earlier, whose grace ends in the month; paid by the end of grace.
Retention: agents who joined three months earlier; still on the staff at the month's end, or today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.calendar import Month, WorkCalendar
from metrics.posts import Lazy
from metrics.roster import Roster

ENDED = ("freelook_cancel", "transfer_out", "claim_terminated")
"""A policy that ended so before the premium fell due owes none, and is out of the persistency base."""
P13_LEAD, P13_PAY_NO = 2, 2
COH3_LEAD = 3


def due_items(facts: Mapping[str, Lazy]) -> Lazy:
    """One row a due item: unit_id, pay_no, announced, due, grace_end, amount, paid_on, contacted_on, ended_on.

    `paid_on` and `contacted_on` are the first such days, `ended_on` the first of an ENDED change; null if never.
    """
    steps = facts["premium_step"]
    changes = facts["policy_change"].filter(nw.col("kind").is_in(ENDED))
    rows = facts["premium_due"]
    for kind in ("paid", "contacted"):
        first = steps.filter(nw.col("kind") == kind).group_by("due_id").agg(nw.col("day").min().alias(f"{kind}_on"))
        rows = rows.join(first, on="due_id", how="left")
    rows = rows.join(changes.group_by("policy_id").agg(nw.col("day").min().alias("ended_on")), "policy_id", "left")
    kept = ("unit_id", "pay_no", "announced", "due", "grace_end", "amount", "paid_on", "contacted_on", "ended_on")
    return rows.select(*kept)


def joiners(movement: Lazy) -> Lazy:
    """agent_id, day of every onboarding."""
    return movement.filter(nw.col("kind") == "onboard").select("agent_id", "day")


def months_of(calendar: WorkCalendar, first: date, as_of: date, lead: int = 0) -> list[Month]:
    """The months from `first` to the one of `as_of`, each `lead` months earlier."""
    start, end = calendar.month(first), calendar.month(as_of)
    count = (end.year - start.year) * 12 + end.number - start.number + 1
    return [calendar.month_of(start.year, start.number + at - lead) for at in range(count)]


@dataclass(frozen=True)
class Due:
    """Due items (`due_items` with `unit`, a place in the units, for unit_id, and `month_end`), sorted by due day."""

    items: pl.DataFrame
    units: int
    calendar: WorkCalendar

    def collection(self, first: date, as_of: date) -> dict[str, NDArray[np.int64]]:
        """Per unit: ren_due, ren_paid_month (cents), ren_due_cnt, ren_contacted of the due months first..as_of."""
        months = months_of(self.calendar, first, as_of)
        items = self._between(months, as_of)
        limit = pl.min_horizontal("month_end", pl.lit(as_of))
        paid, contacted = items.filter(pl.col("paid_on") <= limit), items.filter(pl.col("contacted_on") <= limit)
        return {
            "ren_due": self._amount(items),
            "ren_paid_month": self._amount(paid),
            "ren_due_cnt": self._count(items),
            "ren_contacted": self._count(contacted),
        }

    def persistency(self, first: date, as_of: date) -> dict[str, NDArray[np.int64]]:
        """Per unit, in cents: p13_base and p13_kept of the months first..as_of."""
        months = months_of(self.calendar, first, as_of, P13_LEAD)
        lives = pl.col("ended_on").is_null() | (pl.col("ended_on") >= pl.col("due"))
        base = self._between(months, as_of).filter(pl.col("pay_no") == P13_PAY_NO, lives)
        kept = base.filter(pl.col("paid_on") <= pl.min_horizontal("grace_end", pl.lit(as_of)))
        return {"p13_base": self._amount(base), "p13_kept": self._amount(kept)}

    def _between(self, months: Sequence[Month], as_of: date) -> pl.DataFrame:
        days = self.items["due"]
        start, end = days.search_sorted(months[0].first, "left"), days.search_sorted(months[-1].last, "right")
        return self.items[start:end].filter(pl.col("announced") <= as_of)

    def _amount(self, items: pl.DataFrame) -> NDArray[np.int64]:
        sums = np.zeros(self.units, dtype=np.int64)
        np.add.at(sums, items["unit"].to_numpy(), items["amount"].to_numpy())
        return sums

    def _count(self, items: pl.DataFrame) -> NDArray[np.int64]:
        return np.bincount(items["unit"].to_numpy(), minlength=self.units)


@dataclass(frozen=True)
class Joiners:
    """Onboardings: `days` datetime64[D] and `agents`, places in the roster."""

    days: NDArray[np.datetime64]
    agents: NDArray[np.int64]
    calendar: WorkCalendar

    def retention(self, roster: Roster, first: date, as_of: date) -> dict[str, NDArray[np.int64]]:
        """Agents per unit: coh3_size joined three months before the months first..as_of, coh3_alive of them stayed."""
        size = alive = np.zeros(roster.units, dtype=np.int64)
        own = months_of(self.calendar, first, as_of)
        joined = months_of(self.calendar, first, as_of, COH3_LEAD)
        for month, cohort in zip(own, joined, strict=True):
            agents = self._joined(cohort)
            stayed = agents[roster.alive_on(min(month.last, as_of))[agents]]
            size = size + roster.per_unit(agents, as_of)
            alive = alive + roster.per_unit(stayed, as_of)
        return {"coh3_size": size, "coh3_alive": alive}

    def _joined(self, month: Month) -> NDArray[np.int64]:
        inside = (self.days >= np.datetime64(month.first)) & (self.days <= np.datetime64(month.last))
        return np.unique(self.agents[inside])
