"""The manifest: all that a snapshot says, its numbers named by the blobs that hold them."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from data.org import OrgTree
from metrics.columns import Column
from metrics.funnels import Funnels
from metrics.packing import Blob, Numbered, Table, funnel_tables, grid_from, grid_json, tree_table
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA, Snapshot
from metrics.warning import PATH_SCHEMA, Warning  # noqa: A004 - the house's word for it

KEEP_TREES = 2
KEEP_FUNNELS = 1
GRIDS = {"cells": CELL_SCHEMA, "trend": TREND_SCHEMA, "path": PATH_SCHEMA}


def told(snapshot: Snapshot) -> tuple[dict[str, Any], Mapping[str, Blob]]:
    """The manifest, JSON values, and the blobs that it names, by digest in the order of their numbers."""
    numbered = Numbered()
    tables = {"orgs": tree_table(snapshot.orgs), **funnel_tables(snapshot.funnels)}
    manifest = {
        "version": snapshot.version,
        "as_of": snapshot.as_of.isoformat(),
        "made_at": snapshot.made_at.isoformat(),
        "warnings": [warning.to_json() for warning in snapshot.warnings],
        "sources": snapshot.sources,
        "weights": dict(snapshot.weights),
        "campaigns": [campaign.to_json() for campaign in snapshot.funnels.campaigns],
        "tables": {name: numbered.number(table) for name, table in tables.items()},
        "grids": {name: grid_json(getattr(snapshot, name), numbered) for name in GRIDS},
    }
    return {**manifest, "blobs": list(numbered.blobs)}, numbered.blobs


def retold(manifest: Mapping[str, Any], blobs: Mapping[str, Any]) -> Snapshot:
    """The snapshot of a manifest and its blobs (`unpacked`), by digest."""
    numbered = [blobs[name] for name in manifest["blobs"]]
    tables = {name: numbered[number] for name, number in manifest["tables"].items()}
    orgs = _tree(tables.pop("orgs"))
    grids = {name: grid_from(manifest["grids"][name], schema, orgs.ids, numbered) for name, schema in GRIDS.items()}
    return Snapshot(
        version=manifest["version"],
        as_of=date.fromisoformat(manifest["as_of"]),
        made_at=datetime.fromisoformat(manifest["made_at"]),
        orgs=orgs,
        **grids,
        warnings=tuple(Warning.from_json(warning) for warning in manifest["warnings"]),
        sources=tuple(manifest["sources"]),
        weights=manifest["weights"],
        funnels=_funnels(json.dumps(manifest["campaigns"]), tuple(tables.items())),
    )


def unpacked(manifest: Mapping[str, Any], packed: Iterable[tuple[str, bytes]]) -> Mapping[str, Blob]:
    """The blobs of a manifest from their bytes, each under its digest."""
    tables = {manifest["blobs"][number] for number in manifest["tables"].values()}
    blobs = {name: (Table if name in tables else Column).from_bytes(content) for name, content in packed}
    for name, blob in blobs.items():
        vars(blob)["digest"] = name  # it was checked: not to be worked out again
    return blobs


@lru_cache(KEEP_TREES)
def _tree(table: Table) -> OrgTree:
    """The tree of its rows; made once for as long as the rows are the same."""
    return OrgTree.from_frame(table.frame)


@lru_cache(KEEP_FUNNELS)
def _funnels(campaigns: str, tables: tuple[tuple[str, Table], ...]) -> Funnels:
    """The funnels of their rows, likewise; `campaigns` is JSON."""
    return Funnels.from_parts(json.loads(campaigns), {name: table.frame for name, table in tables})
