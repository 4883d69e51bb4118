"""What a person may see: whole subtrees, and nothing beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from data.org import OrgTree
from metrics.funnels import Course, Funnel, Part, Sums
from metrics.snapshot import Cell, Snapshot
from metrics.warning import Warning  # noqa: A004 - the house's word for it


class OutOfScopeError(Exception):
    """Somebody asked for an org that they may not see, or that does not exist: they cannot tell which."""


@dataclass(frozen=True)
class Scope:
    """The subtrees under `roots`."""

    roots: tuple[str, ...]

    def covers(self, orgs: OrgTree, org: str) -> bool:
        """Whether the org exists and lies in one of the subtrees."""
        return org in orgs and any(root in orgs and orgs.contains(root, org) for root in self.roots)


@dataclass(frozen=True)
class Sight:
    """A snapshot through the eyes of one person: every reading passes the scope last."""

    snapshot: Snapshot
    scope: Scope

    @property
    def as_of(self) -> date:
        return self.snapshot.as_of

    @property
    def home(self) -> str:
        """The org that the person begins with.

        Raises:
            OutOfScopeError: none of the person's orgs exists (any more).
        """
        return self.require(next((root for root in self.scope.roots if root in self.snapshot.orgs), ""))

    def covers(self, org: str) -> bool:
        return self.scope.covers(self.snapshot.orgs, org)

    def require(self, org: str) -> str:
        """The org itself if it may be seen.

        Raises:
            OutOfScopeError: it may not be seen or does not exist.
        """
        if not self.covers(org):
            raise OutOfScopeError
        return org

    def name(self, org: str, lang: str) -> str:
        return self.snapshot.orgs.name(self.require(org), lang)

    def level(self, org: str) -> str:
        return self.snapshot.orgs[self.require(org)].level

    def path(self, org: str) -> list[str]:
        """The way down to the org, from the top of what may be seen."""
        return [step for step in self.snapshot.orgs.path(self.require(org)) if self.covers(step)]

    def cell(self, org: str, indicator: str, period: str) -> Cell:
        return self.snapshot.cell(self.require(org), indicator, period)

    def value_json(self, org: str, indicator: str, period: str) -> dict[str, Any]:
        """A cell in the shape of `python -m cockpit value --json`."""
        return self.snapshot.value_json(self.require(org), indicator, period)

    def children(self, org: str, indicator: str, period: str) -> list[Cell]:
        cells = self.snapshot.children(self.require(org), indicator, period)
        return [cell for cell in cells if self.covers(cell.org)]

    def cells(
        self, org: str, indicators: Sequence[str] | None = None, periods: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """The cells of the org's subtree: all, or those of some indicators and periods."""
        tree = self.snapshot.orgs
        inside = slice(tree.index(self.require(org)), tree.end(org))
        return self.snapshot.cells.frame(inside, indicators, periods)

    def judged(self, status: str, indicator: str, period: str) -> list[str]:
        """The orgs that have a status, in preorder."""
        return [org for org in self.snapshot.cells.judged(status, indicator, period) if self.covers(org)]

    def below(self, org: str, other: str) -> bool:
        """Whether another org lies in the subtree of one that may be seen."""
        return self.snapshot.orgs.contains(self.require(org), other)

    def trend(self, org: str, indicator: str) -> pl.DataFrame:
        return self.snapshot.trend_of(self.require(org), indicator)

    def month_path(self, org: str, indicator: str) -> pl.DataFrame:
        return self.snapshot.path_of(self.require(org), indicator)

    def funnel(self, org: str, campaign: str, month: date, *, closed: bool) -> Funnel:
        snapshot = self.snapshot
        return snapshot.funnels.funnel(snapshot.orgs, self.require(org), campaign, month, closed=closed)

    def funnel_parts(self, org: str, campaign: str, month: date, by: Part, *, closed: bool) -> dict[str, Sums]:
        """The sums of each tenure band or segment."""
        snapshot = self.snapshot
        return snapshot.funnels.parts(snapshot.orgs, self.require(org), campaign, month, by, closed=closed)

    def funnel_course(self, org: str, campaign: str, month: date, *, closed: bool) -> Course:
        """How the entrants of each day and week of the campaign went on."""
        snapshot = self.snapshot
        return snapshot.funnels.course_of(snapshot.orgs, self.require(org), campaign, month, closed=closed)

    def warnings(self, org: str, limit: int = 5) -> Sequence[Warning]:
        found = self.snapshot.warnings_of(self.require(org), limit=limit)
        return [warning for warning in found if self.covers(warning.org)]

    def sources(self) -> Sequence[dict[str, Any]]:
        return self.snapshot.sources
