"""The organisation worth a good word this morning, and what it does better. Never a person."""

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.facts import PREMIUM, Fact, Morning
from briefing.phrases import Place, indicator_name
from briefing.refs import Ref
from metrics.snapshot import Cell

PRACTICES = ("proposal_to_app_rate", "activity_rate")
FEW = 3
AHEAD = 0.01
BETTER = 0.05
SIZE = 0.5
"""A child smaller than this part of the average is lucky rather than good."""


@dataclass(frozen=True)
class Best:
    """A child ahead of its pace by `lead` points, and the practice in which it excels, if there is one."""

    org: str
    lead: Ref
    practice: str | None


def best(morning: Morning) -> Best | None:
    """The child furthest ahead of pace, without a warning and of a fair size; None where nobody stands out."""
    if len(morning.children) < FEW or PREMIUM not in morning.sources.snapshot.indicators:
        return None
    leads = [(ref, org) for org in _candidates(morning) if (ref := morning.lead(org)) is not None]
    if not leads:
        return None
    lead, org = max(leads, key=lambda pair: (pair[0].number, pair[1]))
    return Best(org, lead, _practice(morning, org)) if lead.number >= AHEAD else None


def _candidates(morning: Morning) -> list[str]:
    cells = morning.sources.snapshot.children(morning.org, PREMIUM)
    plans = [cell.target or 0.0 for cell in cells]
    warned = {warning.org for warning in morning.sources.snapshot.warnings}
    least = SIZE * sum(plans) / len(plans)
    return [cell.org for cell, plan in zip(cells, plans, strict=True) if plan >= least and cell.org not in warned]


def _practice(morning: Morning, org: str) -> str | None:
    """The indicator in which the child is furthest above its parent, by at least a twentieth."""
    snapshot = morning.sources.snapshot
    known = [indicator for indicator in PRACTICES if indicator in snapshot.indicators]
    pairs = [(_above(snapshot.cell(org, key), snapshot.cell(morning.org, key)), key) for key in known]
    above, key = max(pairs, default=(0.0, ""))
    return key if above >= BETTER else None


def _above(child: Cell, parent: Cell) -> float:
    """The child's value over the parent's, less one; nothing where either has none."""
    return child.value / parent.value - 1 if child.value and parent.value else 0.0


def praise(morning: Morning) -> Iterator[Fact]:
    found = best(morning)
    if found:
        practice = found.practice and indicator_name(found.practice, morning.lang, morning.catalogue)
        yield Fact("praise", "praise", "praise", {"org": Place(found.org), "lead": found.lead, "practice": practice})
