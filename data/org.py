"""The organisation tree: headquarters down to the sales units."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise

import polars as pl

from data.errors import UserError
from data.schemas import LEVELS

__all__ = ["LEVELS", "Org", "OrgTree"]


@dataclass(frozen=True)
class Org:
    """One node of the tree; `level` is one of LEVELS, `parent_id` is None for headquarters only."""

    id: str
    name_zh: str
    name_en: str
    level: str
    parent_id: str | None


class OrgTree:
    """All organisations in preorder, so that every subtree and its units lie side by side.

    Orgs may come in any order. Their ids are prefix codes (a child's id begins with its parent's), so that sorted
    ids are the preorder. A tree without one root, with an orphan or a skipped level is a UserError.
    """

    def __init__(self, orgs: Iterable[Org]) -> None:
        self._orgs = tuple(sorted(orgs, key=lambda org: org.id))
        self._index = {org.id: at for at, org in enumerate(self._orgs)}
        self._check()
        self._children: dict[str, list[str]] = {org.id: [] for org in self._orgs}
        for org in self._orgs[1:]:
            self._children[org.parent_id or ""].append(org.id)
        self._ends = self._find_ends()
        self._unit_at = [at for at, org in enumerate(self._orgs) if org.level == LEVELS[-1]]

    @classmethod
    def from_frame(cls, df: pl.DataFrame) -> "OrgTree":
        """The tree from rows org_id, name_zh, name_en, level, parent_id."""
        columns = ("org_id", "name_zh", "name_en", "level", "parent_id")
        return cls(Org(*row) for row in df.select(columns).iter_rows())

    def to_frame(self) -> pl.DataFrame:
        """One row an org in preorder, columns as the `org` table."""
        rows = [(org.id, org.name_zh, org.name_en, org.level, org.parent_id) for org in self._orgs]
        names = ("org_id", "name_zh", "name_en", "level", "parent_id")
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")

    def __len__(self) -> int:
        return len(self._orgs)

    def __iter__(self) -> Iterator[Org]:
        """The orgs in preorder."""
        return iter(self._orgs)

    def __contains__(self, org_id: object) -> bool:
        return org_id in self._index

    def __getitem__(self, org_id: str) -> Org:
        return self._orgs[self.index(org_id)]

    @property
    def root(self) -> Org:
        return self._orgs[0]

    @cached_property
    def ids(self) -> list[str]:
        """All ids in preorder; not to be written to, as it is handed out again."""
        return [org.id for org in self._orgs]

    @property
    def units(self) -> list[str]:
        """The ids of the sales units, in preorder."""
        return [self._orgs[at].id for at in self._unit_at]

    def index(self, org_id: str) -> int:
        """The place in preorder. An unknown id is a UserError that offers the nearest ones."""
        if org_id not in self._index:
            near = get_close_matches(org_id, self._index, n=3, cutoff=0.5) or [self.root.id]
            raise UserError(f"organisation {org_id}", "is unknown", f"Near it: {', '.join(near)}.")
        return self._index[org_id]

    def end(self, org_id: str) -> int:
        """The place in preorder after the last descendant."""
        return self._ends[self.index(org_id)]

    def unit_range(self, org_id: str) -> tuple[int, int]:
        """Where the org's units lie in `units`: from, and up to but without; equal where it has none."""
        return bisect_left(self._unit_at, self.index(org_id)), bisect_left(self._unit_at, self.end(org_id))

    def children(self, org_id: str) -> list[str]:
        return list(self._children[self[org_id].id])

    def path(self, org_id: str) -> list[str]:
        """The ids from the root down to the org itself."""
        org = self[org_id]
        return [*(self.path(org.parent_id) if org.parent_id else ()), org.id]

    def subtree(self, org_id: str) -> list[str]:
        """The org and all its descendants, in preorder."""
        return [org.id for org in self._orgs[self.index(org_id) : self.end(org_id)]]

    def contains(self, ancestor: str, org_id: str) -> bool:
        """Whether `org_id` lies in the subtree of `ancestor` (itself included)."""
        return self.index(ancestor) <= self.index(org_id) < self.end(ancestor)

    def at_level(self, level: str) -> list[str]:
        if level not in LEVELS:
            raise UserError(f"level {level}", "is unknown", f"Choose one of {', '.join(LEVELS)}.")
        return [org.id for org in self._orgs if org.level == level]

    def name(self, org_id: str, lang: str) -> str:
        org = self[org_id]
        return org.name_zh if lang == "zh" else org.name_en

    def _check(self) -> None:
        remedy = "Correct the org file of the personnel source."
        if not self._orgs:
            raise UserError("organisation tree", "is empty", remedy)
        for first, second in pairwise(self._orgs):
            if first.id == second.id:
                raise UserError(f"organisation {first.id}", "is there twice", remedy)
        for org in self._orgs:
            if fault := self._fault(org):
                raise UserError(f"organisation {org.id}", fault, remedy)

    def _fault(self, org: Org) -> str | None:
        """What is wrong with an org's place in the tree."""
        if org.level not in LEVELS:
            return f"has the unknown level {org.level}"
        depth = LEVELS.index(org.level)
        if org is self._orgs[0]:
            return None if depth == 0 and org.parent_id is None else "is not a headquarters without parent"
        if org.parent_id not in self._index or not org.id.startswith(org.parent_id):
            return f"has the parent {org.parent_id}, which is unknown or no prefix of its id"
        parent = self._orgs[self._index[org.parent_id]]
        return None if LEVELS.index(parent.level) == depth - 1 else f"is a {org.level} under a {parent.level}"

    def _find_ends(self) -> list[int]:
        ends = [at + 1 for at in range(len(self._orgs))]
        for at in range(len(self._orgs) - 1, 0, -1):
            parent = self._index[self._orgs[at].parent_id or ""]
            ends[parent] = max(ends[parent], ends[at])
        return ends
