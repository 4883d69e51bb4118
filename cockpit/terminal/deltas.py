"""Deltas: what a branch has to be told so that it says what the next version says (docs/terminal.md)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import numpy as np

from cockpit.terminal import layout
from cockpit.terminal.corrections import corrections
from cockpit.terminal.encoding import DELTA, sealed
from cockpit.terminal.groups import Change, Groups, Ints
from cockpit.terminal.layout import Layout
from cockpit.terminal.parts import Nodes, about, held, inside
from data.org import OrgTree
from metrics.columns import Column
from metrics.packing import tree_table
from metrics.snapshot import Snapshot
from metrics.warning import Warning  # noqa: A004 - the house's word for it

MOST = 0.5
"""The share of a column's numbers from which it is sent whole."""


@dataclass(frozen=True, eq=False)
class Turn:
    """From one version to the next, over the whole tree; deltas of any org are cut from it.

    `warnings` are those before and after; `told` is what a layout tells, where it is told anew.
    """

    before: str
    about: dict[str, Any]
    orgs: OrgTree
    warnings: tuple[Sequence[Warning], Sequence[Warning]]
    length: int
    told: dict[str, Any]
    moved: Sequence[tuple[int, int]]
    changes: Sequence[Change]
    corrected: Mapping[str, Ints]

    @property
    def version(self) -> str:
        return str(self.about["version"])


def turn(before: Snapshot, after: Snapshot) -> Turn | None:
    """What differs; None where the two are not of the same organisations and indicators: then all is to be sent."""
    if not _alike(before, after):
        return None
    old, new = layout.branch(before), layout.branch(after)
    moved, changes = _compared(old, new, _partners(old.told, new.told))
    told = {name: refs for name, refs in new.told.items() if refs != old.told[name]}
    return Turn(
        before.version,
        about(after, "", "branch"),
        after.orgs,
        (before.warnings, after.warnings),
        len(new.columns),
        told,
        moved,
        changes,
        corrections(before.trend, after.trend),
    )


def encoded(one: Turn, org: str) -> bytes:
    """The delta of what is held at an org."""
    nodes = held(one.orgs, org)
    groups = Groups(nodes, len(one.orgs))
    for change in one.changes:
        groups.add(change)
    changes, columns = groups.told()
    header = {
        **one.about,
        "org": org,
        "from": one.before,
        "length": one.length,
        **one.told,
        **_warned(one, nodes),
        "moved": [*one.moved, *groups.moved],
        "changes": changes,
        "corrected": [indicator for indicator, found in one.corrected.items() if np.isin(found, nodes).any()],
    }
    return sealed(DELTA, header, columns)


def _warned(one: Turn, nodes: Nodes) -> dict[str, Any]:
    """The warnings of the nodes, where they are others than before."""
    before, after = (inside(warnings, one.orgs, nodes) for warnings in one.warnings)
    return {} if before == after else {"warnings": after}


def _alike(before: Snapshot, after: Snapshot) -> bool:
    same = before.orgs is after.orgs or tree_table(before.orgs).digest == tree_table(after.orgs).digest
    return same and before.indicators == after.indicators and before.cells.slots == after.cells.slots


def _compared(old: Layout, new: Layout, partners: dict[int, int]) -> tuple[list[tuple[int, int]], list[Change]]:
    """What is as it was but under another number, and what changed."""
    same = {column.digest: at for at, column in enumerate(old.columns)}
    moved, changes = [], []
    for at, column in enumerate(new.columns):
        kept = same.get(column.digest)
        if kept is None:
            changes.append(_change(at, column, partners.get(at), old))
        elif kept != at:
            moved.append((at, kept))
    return moved, changes


def _change(at: int, column: Column, partner: int | None, old: Layout) -> Change:
    if partner is not None:
        nodes = _differing(old.columns[partner], column)
        if len(nodes) < MOST * len(column.body):
            return Change(at, partner, nodes, column.take(nodes))
    return Change(at, None, np.empty(0, np.int64), column)


def _differing(one: Column, other: Column) -> Ints:
    """Where two columns have another number; compared as they are kept, where that is alike."""
    if not one.unit == other.unit != 0 or one.body.dtype != other.body.dtype:
        return np.flatnonzero(one.floats().view(np.int64) != other.floats().view(np.int64))
    differs = one.body != other.body
    both, mine, theirs = np.intersect1d(one.places, other.places, assume_unique=True, return_indices=True)
    differs[both[one.strays[mine] != other.strays[theirs]]] = True
    return np.flatnonzero(differs)


def _partners(old: dict[str, Any], new: dict[str, Any]) -> dict[int, int]:
    """By the number of a new column that of the old one which stood at its place first."""
    partners: dict[int, int] = {}
    for mine, theirs in zip_longest(_numbers(new), _numbers(old)):
        if mine is not None and theirs is not None:
            partners.setdefault(mine, theirs)
    return partners


def _numbers(told: dict[str, Any]) -> Iterator[int | None]:
    """The numbers at every place in their order, two a place."""
    refs = [ref for slots in told["columns"].values() for slot in slots for ref in slot]
    refs += [ref for funnel in told["funnels"] for ref in funnel["entities"]]
    for ref in refs:
        yield from ref if isinstance(ref, list) else (ref, None)
