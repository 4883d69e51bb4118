"""Automatic debits of renewal premiums, and the loans and benefits that the core system pays by itself."""

import numpy as np

from data.demo import constants as c
from data.demo.columns import Bools, Ints
from data.demo.dice import Dice
from data.demo.policies import Cases
from data.demo.products import PRODUCTS
from data.demo.renewals import UNPAID, Dues, Steps, anniversary
from data.demo.service import CHANGES, NEVER, Changes

KINDS = ("debit_ok", "debit_failed")
LOAN, MATURED = CHANGES.index("apl"), CHANGES.index("matured")
SAVING = np.array([row[0] == "L03" or row[3] == "annuity" for row in PRODUCTS])
YEARLY = np.array([row[6] == 1 for row in PRODUCTS])


def tries(dues: Dues, signed: Bools, dice: Dice) -> Steps:
    """The debits of due items whose policy is `signed` for it: the one that succeeds, those before in vain.

    The sum itself is the payment's; a step of a debit has no amount. `kind` is an index of KINDS.
    """
    mine = signed[dues.policy]
    paid = np.flatnonzero(
        mine & (dues.paid >= dues.due) & (dues.paid < UNPAID) & (dice.random(len(mine)) < c.DEBIT_PAID)
    )
    days = [dues.due + np.int32(after) for after in c.DEBIT_TRIES]
    failed = [np.flatnonzero(mine & (day < dues.paid)) for day in days]
    due = np.concatenate([paid, *failed])
    day = np.concatenate([dues.paid[paid], *(day[at] for day, at in zip(days, failed, strict=True))])
    kind = np.repeat(np.array([0, 1], np.int32), [len(paid), len(due) - len(paid)])
    order = np.lexsort((due, day))
    return Steps(due[order], day[order], kind[order], np.zeros(len(due), np.int64))


def loans(dues: Dues, dice: Dice) -> Changes:
    """Premiums that a loan pays on the last day of grace; from the third premium on a policy has the cash value."""
    last = dues.paid == dues.due + np.int32(c.GRACE_DAYS)
    at = np.flatnonzero(last & (dues.pay_no > 2) & (dice.random(len(last)) < c.LOANS))
    return Changes(dues.policy[at], dues.paid[at], np.full(len(at), LOAN, np.int32), dues.amount[at])


def maturities(policies: Cases, last: Ints, unpaid: Ints) -> Changes:
    """Covers of a year, and the older book's endowments and annuities, at the end of their term.

    `last` is each policy's end by something else, `unpaid` those lapsed.
    """
    alive = np.asarray(last == NEVER)
    alive[unpaid] = False
    parts = (
        _matured(policies, alive & SAVING[policies.product], c.MATURES_AFTER, c.MATURES_AT),
        _matured(policies, alive & YEARLY[policies.product], 1, c.NO_CLAIMS),
    )
    return Changes.joined(parts)


def _matured(policies: Cases, ready: Bools, years: int, premiums: float) -> Changes:
    """Policies that end after so many years, with a benefit of so many premiums."""
    at = np.flatnonzero(ready)
    amount = np.round(policies.premium[at] * premiums).astype(np.int64)
    return Changes(at, anniversary(policies.issued[at], years), np.full(len(at), MATURED, np.int32), amount)
