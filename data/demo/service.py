"""What follows a sale: the end of policies, recordings, callbacks, complaints."""

from dataclasses import dataclass

import numpy as np

from data.demo import constants as c
from data.demo.columns import Bools, Columns, Floats, Ints
from data.demo.dice import Dice, even, lognormal, pick
from data.demo.policies import Cases

CHANGES = ("freelook_cancel", "surrender", "transfer_out", "claim_terminated", "lapse", "reinstate", "matured", "apl")
TOPICS = ("mislead", "service", "claim")
RESULTS = ("ok", "failed", "issue")
NEVER = np.int32(3_000_000)


@dataclass(frozen=True)
class Changes(Columns):
    """Changes of policies by day; `kind` is an index of CHANGES, `policy` a policy's number."""

    policy: Ints
    day: Ints
    kind: Ints
    amount: Ints


def endings(policies: Cases, first: int, dice: Dice) -> tuple[Changes, Ints]:
    """What ends policies within the horizon, and each policy's last day (NEVER if it goes on)."""
    size = len(policies.issued)
    cancelled = (dice.random(size) < c.FREELOOK) & (policies.issued >= first)
    yearly = (0.012, 0.002, 0.003)
    fate = pick((1 - 4 * sum(yearly), *(4 * share for share in yearly)), size, dice)
    begin = np.maximum(policies.issued, first)
    day = np.where(
        cancelled, policies.issued + 3 + dice.integers(0, 12, size), begin + 30 + dice.integers(0, 1460, size)
    )
    kind = np.where(cancelled, 0, fate).astype(np.int32)
    ends = np.flatnonzero(cancelled | (fate > 0))
    order = ends[np.lexsort((ends, day[ends]))]
    last = np.full(size, NEVER)
    last[ends] = day[ends]
    share = np.where(kind[order] == 0, 1.0, np.where(kind[order] == 3, 8.0, 0.6))
    amount = (policies.premium[order] * share).astype(np.int64)
    return Changes(order, day[order].astype(np.int32), kind[order], amount), last.astype(np.int32)


def lapses(policy: Ints, grace_end: Ints, dice: Dice) -> Changes:
    """Unpaid policies lapse after the grace; one in eight comes back."""
    back = dice.random(len(policy)) < 0.12
    day = np.concatenate([grace_end + 1, (grace_end + 20 + dice.integers(0, 120, len(policy)))[back]])
    who = np.concatenate([policy, policy[back]])
    kind = np.repeat(np.array([4, 5], np.int32), [len(policy), int(back.sum())])
    return Changes(who, day.astype(np.int32), kind, np.zeros(len(who), np.int64))


@dataclass(frozen=True)
class Notes(Columns):
    """Rows of the service department by day: `code` is a topic, a result, or passed + 2 x mislead."""

    policy: Ints
    day: Ints
    code: Ints


def _sorted(policy: Ints, day: Ints, code: Ints) -> Notes:
    order = np.lexsort((policy, day))
    return Notes(policy[order], day[order].astype(np.int32), code[order].astype(np.int32))


def _misleading(suspect: Bools) -> Floats:
    return np.asarray(c.MISLEAD_HIT * np.where(suspect, 12, 1))


def recordings(policies: Cases, first: int, suspect: Bools, dice: Dice) -> Notes:
    """Quality checks of recorded regular sales; a `suspect` policy is twelve times as often misleading."""
    luck = dice.random((3, len(policies.issued)))
    at = np.flatnonzero((luck[0] < c.RECORDED) & policies.regular & (policies.issued >= first))
    mislead = luck[1][at] < _misleading(suspect[at])
    passed = (luck[2][at] < c.QC_PASS) & ~mislead
    return _sorted(at, policies.issued[at], passed + 2 * mislead)


def must_record(policies: Cases, noted: Notes, first: int, required: Bools, suspect: Bools, dice: Dice) -> Notes:
    """The recordings with those of the `required` policies that chance left out: on the day of signing, nearly all."""
    size = len(policies.issued)
    there = np.zeros(size, bool)
    there[noted.policy] = True
    luck = dice.random((3, size))
    share = 1 - (1 - c.MUST_RECORD) / (1 - c.RECORDED * policies.regular)
    at = np.flatnonzero(required & ~there & (policies.issued >= first) & (luck[0] < share))
    mislead = luck[1][at] < _misleading(suspect[at])
    passed = (luck[2][at] < c.QC_PASS) & ~mislead
    return together([noted, Notes(at, policies.applied[at], passed + 2 * mislead)])


@dataclass(frozen=True)
class Checks:
    """Of each recording: its minutes, whether it was made again, and the day of a full check (NEVER without one)."""

    minutes: Ints
    rework: Bools
    checked: Ints


def checks(policies: Cases, noted: Notes, dice: Dice) -> Checks:
    """What quality control did with each recording; the share checked in time is as even as counts allow."""
    size = len(noted.policy)
    minutes = np.clip(lognormal(c.RECORDING_MINUTES, c.RECORDING_SIGMA, size, dice), 6, 60).astype(np.int32)
    passed = noted.code % 2 == 1
    rework = dice.random(size) < np.where(passed, *c.RERECORDED)
    issued = policies.issued[noted.policy]
    luck = np.empty(size)
    luck[np.lexsort((issued, policies.unit[noted.policy]))] = even(size, dice)
    after = np.where(luck < c.CHECKED, 0, c.FREELOOK_DAYS) + dice.integers(1, c.FREELOOK_DAYS, size)
    return Checks(minutes, rework, np.where(luck < c.CHECKED + c.CHECKED_LATE, issued + after, NEVER).astype(np.int32))


def callbacks(policies: Cases, first: int, dice: Dice) -> Notes:
    """The call to each new customer, within eight days."""
    at = np.flatnonzero(policies.issued >= first)
    code = pick((c.CALLBACK_OK, c.CALLBACK_FAILED, 1 - c.CALLBACK_OK - c.CALLBACK_FAILED), len(at), dice)
    return _sorted(at, policies.issued[at] + 1 + dice.integers(0, 8, len(at)), code)


def complaints(policies: Cases, last: Ints, span: tuple[int, int], dice: Dice) -> Notes:
    """Complaints about policies in force over a span of days."""
    first, end = span
    count = int(dice.poisson(len(policies.issued) * c.COMPLAINTS_A_MONTH * (end - first) / 30.4))
    at, day = dice.integers(0, len(policies.issued), count), dice.integers(first, end, count)
    live = (policies.issued[at] < day) & (last[at] > day)
    return _sorted(at[live], day[live], pick((0.35, 0.45, 0.20), int(live.sum()), dice))


def cluster(sold: Bools, span: tuple[int, int], dice: Dice) -> Notes:
    """Complaints of misleading sales about some policies: eleven times the usual, and half a dozen at least."""
    at = np.flatnonzero(sold)
    usual = len(at) * c.COMPLAINTS_A_MONTH * (span[1] - span[0]) / 30.4
    count = max(round(11 * usual), 6) if len(at) else 0
    return _sorted(dice.choice(at, count), dice.integers(*span, count), np.zeros(count, np.int32))


def together(parts: list[Notes]) -> Notes:
    whole = Notes.joined(parts)
    return _sorted(whole.policy, whole.day, whole.code)
