"""Renewal premiums: what falls due, who serves it, and whether and when it is paid."""

from dataclasses import dataclass, replace

import numpy as np

from data.demo import constants as c
from data.demo.agents import Personnel
from data.demo.columns import Bools, Columns, Floats, Ints
from data.demo.dice import Dice, even
from data.demo.orgs import Orgs
from data.demo.policies import Cases
from data.demo.spells import FOREVER

UNPAID = np.int32(FOREVER)


@dataclass(frozen=True)
class Dues(Columns):
    """Due items by due day.

    `policy` is a policy's number, `paid` the day of payment or UNPAID; `orphan`: the seller has left before then.
    """

    policy: Ints
    agent: Ints
    unit: Ints
    customer: Ints
    pay_no: Ints
    announced: Ints
    due: Ints
    amount: Ints
    orphan: Bools
    paid: Ints

    def chance_by(self, day: Ints) -> Floats:
        """The chance that each item is paid by a day (that day included)."""
        after = (day - self.due + 1).astype(np.float64)
        return chance(self.pay_no, self.orphan) * curve(after, self.orphan)


def chance(pay_no: Ints, orphan: Bools) -> Floats:
    """The chance that an item is ever paid."""
    return np.asarray(np.array(c.KEPT)[np.clip(pay_no - 2, 0, 2), orphan.astype(int)])


def curve(after: Floats, orphan: Bools) -> Floats:
    """The share of payments made before so many days after the due day."""
    own = np.interp(after, c.PAID_AFTER, np.array(c.PAID_SHARE) / c.PAID_SHARE[-1])
    other = np.interp(after, c.PAID_AFTER, np.array(c.PAID_SHARE_ORPHAN) / c.PAID_SHARE_ORPHAN[-1])
    return np.where(orphan, other, own)


def _days_after(share: Floats, orphan: Bools) -> Ints:
    own = np.interp(share, np.array(c.PAID_SHARE) / c.PAID_SHARE[-1], c.PAID_AFTER)
    other = np.interp(share, np.array(c.PAID_SHARE_ORPHAN) / c.PAID_SHARE_ORPHAN[-1], c.PAID_AFTER)
    return np.floor(np.where(orphan, other, own)).astype(np.int32)


def draw(policies: Cases, ended: Ints, people: Personnel, orgs: Orgs, window: tuple[int, int], dice: Dice) -> Dues:
    """Every item due in the window; `ended` is the day on which a policy's duties end, `policies` those issued."""
    parts, alive = [], policies.regular.copy()
    for pay_no in range(2, 13):
        due = anniversary(policies.issued, pay_no - 1)
        ready = alive & (policies.pay_years >= pay_no) & (due < window[1]) & (due >= window[0]) & (due < ended)
        dues = _dues(np.flatnonzero(ready), pay_no, due, policies, people)
        dues = _pay(dues, orgs, dice)
        alive[dues.policy[dues.paid == UNPAID]] = False
        parts.append(dues)
    every = Dues.joined(parts)
    return every.take(np.lexsort((every.policy, every.due)))


def _dues(index: Ints, pay_no: int, due: Ints, policies: Cases, people: Personnel) -> Dues:
    agent, day = policies.agent[index], due[index]
    announced = month_before(day)
    served = np.minimum(announced, people.left[agent])
    unit = people.spells.unit_on(agent, served)
    orphan = people.left[agent] < day
    number = np.full(len(index), pay_no, np.int32)
    amount, customer = policies.premium[index], policies.customer[index]
    return Dues(index, agent, unit, customer, number, announced, day, amount, orphan, np.full(len(index), UNPAID))


def _pay(dues: Dues, orgs: Orgs, dice: Dice) -> Dues:
    """The same items with the day on which they are paid."""
    order = np.lexsort((dues.due, dues.orphan, orgs.group("district")[dues.unit]))
    luck = np.empty(len(order))
    luck[order] = even(len(order), dice)
    ever = chance(dues.pay_no, dues.orphan)
    day = dues.due + _days_after(luck / ever, dues.orphan)
    paid = np.where(luck < ever, day, UNPAID).astype(np.int32)
    return replace(dues, paid=paid)


def anniversary(day: Ints, years: int) -> Ints:
    """The same day of the month so many years later; 29 February becomes 28 February."""
    days = day.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    goal = months + 12 * years
    length = ((goal + 1).astype("datetime64[D]") - goal.astype("datetime64[D]")).astype(np.int64)
    offset = np.minimum((days - months.astype("datetime64[D]")).astype(np.int64), length - 1)
    return np.asarray(goal.astype("datetime64[D]").astype(np.int64) + offset, np.int32)


def month_before(day: Ints) -> Ints:
    """The first day of the month before each day's month."""
    month = day.astype("datetime64[D]").astype("datetime64[M]") - 1
    return month.astype("datetime64[D]").astype(np.int64).astype(np.int32)


@dataclass(frozen=True)
class Steps(Columns):
    """What happened to due items, by day; `due` is the item's number, `kind` an index of KINDS."""

    due: Ints
    day: Ints
    kind: Ints
    amount: Ints


KINDS = ("reminded", "contacted", "promised", "paid")


def steps(dues: Dues, dice: Dice) -> Steps:
    """Reminders, contacts, promises and payments; a step that would follow the payment does not happen."""
    size = len(dues.due)
    remind = (dues.due - 15 + dice.integers(0, 6, size)).astype(np.int32)
    reach = np.where(dues.orphan, c.CONTACTED_ORPHAN, c.CONTACTED)
    contact = np.minimum(dues.due - 12 + dice.integers(0, 18, size), dues.paid).astype(np.int32)
    promise = (contact + dice.integers(0, 4, size)).astype(np.int32)
    contacted = dice.random(size) < reach
    promised = contacted & (dice.random(size) < c.PROMISED) & (promise <= dues.paid)
    reminded = (dice.random(size) < c.REMINDED) & (remind <= dues.paid)
    plan = ((remind, reminded), (contact, contacted), (promise, promised), (dues.paid, dues.paid < UNPAID))
    due = np.concatenate([np.flatnonzero(here) for _, here in plan])
    day = np.concatenate([day[here] for day, here in plan])
    kind = np.repeat(np.arange(4, dtype=np.int32), [int(here.sum()) for _, here in plan])
    amount = np.where(kind == 3, dues.amount[due], 0)
    order = np.lexsort((kind, due, day))
    return Steps(due[order], day[order], kind[order], amount[order])
