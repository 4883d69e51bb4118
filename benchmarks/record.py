"""A bench's rows and the machine, versions, commit and command that made them."""

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    "streamlit",
    "polars",
    "duckdb",
    "deltalake",
    "av",
    "opencv-python-headless",
    "resvg_py",
    "plotly",
    "redis",
    "dash",
)
OPTIONAL = ("torch",)


@dataclass(frozen=True)
class Row:
    """One figure, beside its peer's where there is one."""

    what: str
    value: float
    unit: str
    peer: str | None = None
    peer_value: float | None = None


@dataclass
class Bench:
    """Collects rows, prints each as it comes, and writes them to `folder`/NAME.json."""

    name: str
    folder: Path
    rows: list[Row] = field(default_factory=list)

    def add(self, what: str, value: float, unit: str, peer: str | None = None, peer_value: float | None = None) -> None:
        row = Row(what, round(value, 4), unit, peer, None if peer_value is None else round(peer_value, 4))
        self.rows.append(row)
        beside = f"   ({row.peer}: {row.peer_value})" if peer else ""
        print(f"{what:28} {row.value:>12} {unit}{beside}", flush=True)

    def save(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{self.name}.json"
        path.write_text(json.dumps(self.record(), ensure_ascii=False, indent=1), "utf-8")
        return path

    def record(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "command": f"make bench-{self.name}",
            "commit": commit(),
            "machine": machine(),
            "versions": {"python": platform.python_version(), **versions()},
            "rows": [{key: value for key, value in asdict(row).items() if value is not None} for row in self.rows],
        }


def versions() -> dict[str, str]:
    there = [name for name in OPTIONAL if find_spec(name)]
    return {name: version(name) for name in (*PACKAGES, *there)}


def commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--abbrev=40"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def machine() -> dict[str, Any]:
    cpu = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "")
    memory = next((line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), "0")
    return {
        "cpu": cpu or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(int(memory) / 1e6, 1),
        "system": platform.platform(),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines() if Path(path).exists() else []
