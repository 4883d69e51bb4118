import json

import pytest

from benchmarks import terminal
from benchmarks.record import Bench
from benchmarks.terminal import Amount
from benchmarks.terminal_versions import Asked
from data.org import Org, OrgTree

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("redis")]
FEW = Amount(times=2, drills=6, frames=20, feeds=4, batches=Asked(2, 60, 0.34))
ROWS = {
    "drill_p95_ms", "drill_hq_p95_ms", "drill_branch_p95_ms", "drill_streamlit_p95_ms", "drill_presented_p95_ms",
    "drill_whole_p95_ms",
    "drag_frame_p95_ms", "screen_warm_p50_ms", "screen_cold_p50_ms", "push_painted_p95_ms", "first_bytes_kb",
    "branch_bytes_kb", "delta_ratio", "requests_in_6_drills", "feeds_reached_2s", "branch_nodes", "touched_units",
}  # fmt: skip


def test_every_row_is_measured_on_pages_that_say_what_the_snapshot_says(smallest, tmp_path) -> None:
    bench = Bench("terminal", tmp_path)
    terminal.measure(bench, smallest[1], tmp_path, FEW)
    rows = {row["what"]: row for row in json.loads(bench.save().read_text())["rows"]}
    assert rows.keys() >= ROWS
    assert rows["requests_in_6_drills"]["value"] == 0
    assert rows["drill_p95_ms"]["value"] == max(rows[f"drill_{name}_p95_ms"]["value"] for name in ("hq", "branch"))
    assert rows["drill_p95_ms"]["peer_value"] > 0
    assert rows["drill_streamlit_p95_ms"]["peer_value"] > 0
    assert 0 < rows["delta_ratio"]["value"] < 1
    assert 0 < rows["touched_units"]["value"] < 0.5


def test_the_branch_is_that_of_the_nearest_size(monkeypatch) -> None:
    orgs = [("86", "hq", None), ("8601", "branch", "86"), ("860101", "sub_branch", "8601"), ("8602", "branch", "86")]
    tree = OrgTree(Org(org, org, org, level, parent) for org, level, parent in orgs)
    found = [monkeypatch.setattr(terminal, "NODES", nodes) or terminal.branch(tree) for nodes in (1, 2)]
    assert found == ["8602", "8601"]
