import json
from pathlib import Path

from benchmarks.record import Bench


def test_rows_are_kept_with_the_machine_the_versions_and_the_command(tmp_path: Path) -> None:
    bench = Bench("main", tmp_path / "bench")
    bench.add("seed_s_wall", 1.23456, "s")
    bench.add("compute_s_cpu", 2, "CPU s", "DuckDB", 4.5)
    kept = json.loads(bench.save().read_text())
    assert kept["command"] == "make bench-main"
    assert kept["rows"] == [
        {"what": "seed_s_wall", "value": 1.2346, "unit": "s"},
        {"what": "compute_s_cpu", "value": 2, "unit": "CPU s", "peer": "DuckDB", "peer_value": 4.5},
    ]
    assert {"cores", "cpu", "memory_gb"} <= set(kept["machine"])
    assert {"python", "polars", "duckdb"} <= set(kept["versions"])
    assert kept["commit"]
