"""The parts of a snapshot that a terminal asks for, each one container (docs/terminal.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from cockpit.initials import initials
from cockpit.terminal import layout
from cockpit.terminal.encoding import PART, sealed
from cockpit.terminal.layout import Layout
from data.org import LEVELS, OrgTree
from metrics.grid import WORDS
from metrics.snapshot import Snapshot
from metrics.warning import Warning  # noqa: A004 - the house's word for it

Name = Literal["first", "branch", "trend"]
NAMES = get_args(Name)
Nodes = NDArray[np.int64]
"""Places of organisations in the tree, in preorder."""
DEEPEST_OF_HQ = "sub_branch"
"""Headquarters holds down to here; what lies below comes with its branch."""
GRAVEST = 5
KEEP = 256


@dataclass(frozen=True)
class Ask:
    """A part of an org; `period` counts for the first, `indicator` for a trend.

    `top` is the highest org above this one that the person may see: the first part names the way from there.
    """

    part: Name
    org: str
    period: str = ""
    indicator: str = ""
    top: str = ""


def encoded(snapshot: Snapshot, ask: Ask, headlines: Sequence[str]) -> bytes:
    """The container of a part; `headlines` are the indicators of the first one."""
    if ask.part == "first":
        return _first(snapshot, ask, layout.first(snapshot, headlines, ask.period))
    nodes = held(snapshot.orgs, ask.org)
    if ask.part == "trend":
        return _sealed(snapshot, ask, layout.trend(snapshot, ask.indicator), nodes)
    more = {"warnings": inside(snapshot.warnings, snapshot.orgs, nodes)}
    return _sealed(snapshot, ask, layout.branch(snapshot), nodes, more)


@lru_cache(KEEP)
def held(orgs: OrgTree, org: str) -> Nodes:
    """What a terminal holds that is at an org: all below it; at headquarters down to the sub-branches."""
    first, end = orgs.index(org), orgs.end(org)
    if org != orgs.root.id:
        return np.arange(first, end)
    deepest = LEVELS.index(DEEPEST_OF_HQ)
    return np.array([at for at, one in enumerate(orgs) if LEVELS.index(one.level) <= deepest])


def near(orgs: OrgTree, org: str) -> Nodes:
    """The org and its children."""
    return np.array([orgs.index(one) for one in (org, *orgs.children(org))])


def about(snapshot: Snapshot, org: str, part: str) -> dict[str, Any]:
    """What every container begins with."""
    return {
        "version": snapshot.version,
        "as_of": snapshot.as_of.isoformat(),
        "made_at": snapshot.made_at.isoformat(),
        "org": org,
        "part": part,
    }


def inside(warnings: Sequence[Warning], orgs: OrgTree, nodes: Nodes) -> list[dict[str, Any]]:
    """The warnings of these nodes."""
    own = set(nodes.tolist())
    return [one.to_json() for one in warnings if orgs.index(one.org) in own]


def _first(snapshot: Snapshot, ask: Ask, own: Layout) -> bytes:
    gravest: Sequence[Warning] = snapshot.warnings_of(ask.org, GRAVEST)
    way = snapshot.orgs.path(ask.org)
    above = way[way.index(ask.top) : -1]
    more = {"warnings": [one.to_json() for one in gravest], "path": [_named(snapshot.orgs, one) for one in above]}
    return _sealed(snapshot, ask, own, near(snapshot.orgs, ask.org), more)


def _sealed(snapshot: Snapshot, ask: Ask, own: Layout, nodes: Nodes, more: Mapping[str, Any] | None = None) -> bytes:
    header = {
        **about(snapshot, ask.org, ask.part),
        "orgs": _rows(snapshot.orgs, nodes),
        "levels": LEVELS,
        "indicators": own.indicators,
        "periods": [str(slot) for slot in own.slots],
        "words": WORDS,
        **own.told,
        **(more or {}),
    }
    return sealed(PART, header, (column.take(nodes) for column in own.columns))


def _rows(orgs: OrgTree, nodes: Nodes) -> list[list[Any]]:
    """Id, names, level, the place of the parent among these (-1: not here), initials."""
    ids = orgs.ids
    places = {ids[node]: at for at, node in enumerate(nodes)}
    return [
        [*_named(orgs, one), places.get(orgs[one].parent_id or "", -1), initials(orgs[one].name_zh)] for one in places
    ]


def _named(orgs: OrgTree, org: str) -> list[Any]:
    one = orgs[org]
    return [one.id, one.name_zh, one.name_en, LEVELS.index(one.level)]
