import json
from pathlib import Path

import polars as pl
import pytest

from benchmarks import data
from benchmarks.data_home import days_of_events
from benchmarks.record import Bench

BATCHES, BATCH = 3, 60


def test_every_part_is_measured_and_finds_the_same_on_every_side(smallest, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(data, "RUNS", 1)
    tables = smallest[1]
    bench = Bench("data", tmp_path)
    data.measure(bench, tables, days_of_events(tables)[-4:], tmp_path, BATCHES, BATCH)
    rows = {row["what"]: row for row in json.loads(bench.save().read_text())["rows"]}
    assert {
        "facts_rows", "event_rows", "cube_cpu_s", "cube_days_cpu_s", "cube_floor_cpu_s", "load_cpu_s", "snapshot_cpu_s",
        "batch_20k_p95_ms", "batch_late_p95_ms", "publish_p95_ms", "publish_read_p95_ms", "peak_rss_mb",
    } <= set(rows)  # fmt: skip
    assert all(row["value"] > 0 for row in rows.values())
    assert rows["cube_cpu_s"]["peer_value"] > 0
    cube = pl.read_ipc(tmp_path / "ours.ipc")
    assert cube["day"].n_unique() == 4
    assert min(cube.select("visits", "visits_f2f", "app_agent_days", "policies", "fyp", "gross_prem").sum().row(0)) > 0


def test_sides_that_differ_end_the_bench(tmp_path: Path) -> None:
    for side, visits in (("ours", 1), ("duck", 1), ("floor", 2)):
        pl.DataFrame({"unit_id": ["u"], "visits": [visits]}).write_ipc(tmp_path / f"{side}.ipc")
    with pytest.raises(SystemExit, match="floor"):
        data.equal(tmp_path)
