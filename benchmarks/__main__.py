"""Entry of `python -m benchmarks NAME`."""

import importlib
import sys

from benchmarks.record import Bench
from cockpit import settings

if __name__ == "__main__":
    name = sys.argv[1] if len(sys.argv) > 1 else "main"
    bench = Bench(name, settings.load().home / "bench")
    importlib.import_module(f"benchmarks.{name}").run(bench)
    print(bench.save())
