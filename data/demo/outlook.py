"""What a unit is expected to do in a month: the one expectation that the plan and the draws both come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.demo import constants as c
from data.demo.agents import turnover
from data.demo.columns import Floats
from data.demo.days import Timeline, month_first, sales_weight

ISSUE_LAG = np.array(c.ISSUE_LAGS) / sum(c.ISSUE_LAGS)
PROPOSAL_LAG = np.array(c.PROPOSAL_LAGS) / sum(c.PROPOSAL_LAGS)


@dataclass(frozen=True)
class Outlook:
    """Expectations per agent by month (arrays over `months`), and a unit's lasting strength in sales.

    `headcount` is relative to the planned one; `signed` counts the proposals that become applications and `free`
    the others; `free_visits` come without a proposal.
    """

    months: tuple[date, ...]
    strength: Floats
    headcount: Floats
    cases: Floats
    signed: Floats
    free: Floats
    free_visits: Floats

    def at(self, month: date) -> int:
        return self.months.index(month)


def outlook(first: date, last: date, strength: Floats, line: Timeline) -> Outlook:
    """The outlook for the months first..last; `strength` has a mean of one over the force."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = tuple(month_first(first, shift) for shift in range(count))
    cases = np.array([c.CASES * sales_weight(month) for month in months])
    signed = _signed(months, cases, _early(months, line))
    proposals = c.PROPOSALS * _season(c.PROPOSING, months)
    free = np.maximum(proposals - signed, 0.4 * signed)
    visits = c.VISITS * _season(c.VISITING, months)
    return Outlook(months, strength, _headcount(months), cases, signed, free, visits - signed - free)


def _season(weights: Sequence[float], months: tuple[date, ...]) -> Floats:
    return np.array([weights[month.month - 1] for month in months])


def _signed(months: tuple[date, ...], cases: Floats, early: Floats) -> Floats:
    """Proposals that will be signed, by month of the proposal; `early`: the share made in the month before."""
    following = np.append(cases[1:], c.CASES * sales_weight(month_first(months[-1], 1)))
    return np.asarray(((1 - early[:-1]) * cases + early[1:] * following) / c.ISSUE_RATE)


def _early(months: tuple[date, ...], line: Timeline) -> Floats:
    """For each month and the next: the share of its policies whose proposals were made before it.

    Beyond the horizon it is the horizon's mean.
    """
    shares = {month: _share_before(line, at) for at, month in enumerate(line.months)}
    usual = float(np.mean(list(shares.values())))
    return np.array([shares.get(month, usual) for month in (*months, month_first(months[-1], 1))])


def _share_before(line: Timeline, month: int) -> float:
    lag = np.convolve(ISSUE_LAG, PROPOSAL_LAG)
    days = np.arange(line.edges[month], min(line.edges[month] + len(lag), line.edges[month + 1]))
    longer = 1 - np.cumsum(lag)[: len(days)]
    return float((line.sales.share(days, days + 1) * longer).sum())


def _headcount(months: tuple[date, ...]) -> Floats:
    """The force over its plan at each month's end: recruiting has seasons, leaving has none."""
    level, levels = 1.0, []
    for month in months:
        stay = level * (1 - turnover())
        level = stay + turnover() * c.RECRUITING[month.month - 1] + 0.15 * (1 - turnover() - stay)
        levels.append(level)
    return np.array(levels)
