"""What becomes of an application: its time of day, the ways it is judged, and the time until it is issued."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from data.demo import constants as c
from data.demo.columns import Columns, Floats, Ints
from data.demo.dice import Dice, pick
from data.demo.policies import NEVER, Cases

KINDS = ("auto", "notice", "answered", "withdrawn", "declined", "issued")
CHANNELS = ("mobile", "paper")
AUTO, NOTICE, ANSWERED, WITHDRAWN, DECLINED, ISSUED = range(len(KINDS))
# When customers sign: mostly in the afternoon and the evening.
HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 2, 5, 8, 7, 4, 5, 8, 10, 11, 10, 9, 9, 7, 4, 1, 0)
HOUR, DAY = 3_600, 86_400
_GRID = (np.arange(4_096) + 0.5) / 4_096
_LOG_HOURS = np.array([np.log(c.TURNAROUND_HOURS) + c.TURNAROUND_SIGMA * NormalDist().inv_cdf(at) for at in _GRID])


@dataclass(frozen=True)
class Signing:
    """Of each application: the second of its day, the channel, and the seconds until it is issued or given up."""

    second: Ints
    channel: Ints
    took: Ints


@dataclass(frozen=True)
class Steps(Columns):
    """Steps of applications by time; `case` is an application's number, `kind` an index of KINDS, `at` a second."""

    case: Ints
    at: Ints
    kind: Ints


def signing(cases: Cases, dice: Dice) -> Signing:
    """The times of all applications, such that each is issued on the day of its policy."""
    size = len(cases.applied)
    second = (pick(HOURS, size, dice) * HOUR + dice.integers(0, HOUR, size)).astype(np.int64)
    channel = pick((c.MOBILE, 1 - c.MOBILE), size, dice)
    lag = (cases.issued - cases.applied).astype(np.int64)
    luck = dice.random(size)
    issued = _turnaround(np.maximum(lag * DAY - second, 60), (lag + 1) * DAY - second - 1, luck)
    ended = (c.ENDED_DAYS * DAY * np.exp(0.6 * dice.standard_normal(size))).astype(np.int64) + HOUR
    return Signing(second, channel, np.where(cases.issued < NEVER, issued, ended))


def _turnaround(least: Ints, most: Ints, luck: Floats) -> Ints:
    """Seconds between `least` and `most`, both included, as a lognormal law spreads them there."""
    low, high = (np.interp(np.log(edge / HOUR), _LOG_HOURS, _GRID) for edge in (least, most))
    seconds = np.exp(np.interp(low + luck * (high - low), _GRID, _LOG_HOURS)) * HOUR
    return np.asarray(np.clip(seconds, least, most), np.int64)


def steps(cases: Cases, signed: Signing, since: int, dice: Dice) -> Steps:
    """The steps of applications signed from day `since` on."""
    size = len(cases.applied)
    begin, took = cases.applied.astype(np.int64) * DAY + signed.second, signed.took
    good = cases.issued < NEVER
    quick = good & (dice.random(size) < np.where(cases.issued == cases.applied, c.AUTO_SAME_DAY, c.AUTO_LATER))
    withdrawn = ~good & (dice.random(size) < c.WITHDRAWN / (1 - c.ISSUE_RATE))
    declined = ~good & ~withdrawn
    asked, early, late = ~quick, 0.05 + 0.25 * dice.random(size), 0.40 + 0.50 * dice.random(size)
    answered = asked & ~withdrawn & (good | (dice.random(size) < c.ANSWERED))
    known = cases.applied >= since
    plan = (
        (AUTO, quick, np.minimum(2 + 88 * early, took)),
        (NOTICE, asked, early * took),
        (ANSWERED, answered, late * took),
        (WITHDRAWN, withdrawn, took),
        (DECLINED, declined, took),
        (ISSUED, good, took),
    )
    parts = [_steps(np.flatnonzero(here & known), begin + after.astype(np.int64), kind) for kind, here, after in plan]
    whole = Steps.joined(parts)
    return whole.take(np.lexsort((whole.kind, whole.case, whole.at)))


def _steps(case: Ints, at: Ints, kind: int) -> Steps:
    return Steps(case, at[case], np.full(len(case), kind, np.int32))
