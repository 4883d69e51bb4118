"""The bench of the portrait that speaks, for machines with a GPU."""

import sys

from benchmarks.record import Bench
from cockpit.renderer import require
from data.errors import UserError


def run(bench: Bench) -> None:
    """Measure where torch and a CUDA device are; say what is missing elsewhere."""
    try:
        require()
    except UserError as error:
        sys.exit(str(error))
    import torch  # noqa: PLC0415 - optional

    from benchmarks.sadtalker_painter import measure  # noqa: PLC0415 - needs torch

    if not torch.cuda.is_available():
        sys.exit("bench-sadtalker: no CUDA device is here; nothing was measured")
    measure(bench)
