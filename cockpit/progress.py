"""Progress of long work: a bar in the terminal, a small file for the pages."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

FILE_INTERVAL_S = 0.25


@dataclass(frozen=True)
class Step:
    """What is being done and how far it is: `done` of `total` (0: unknown)."""

    name: str
    done: int
    total: int


def read(path: Path) -> Step | None:
    """The step under way, or None when nothing is."""
    try:
        return Step(**json.loads(path.read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


class Reporter:
    """Shows the steps of long work in the terminal and keeps the present one in a file."""

    def __init__(self, path: Path, console: Console | None = None) -> None:
        self.path = path
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self.bars = Progress(*columns, console=console or Console(stderr=True))
        self.written = 0.0

    @contextmanager
    def step(self, name: str) -> Iterator["Bar"]:
        """Show one step until it ends, well or badly."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        task = self.bars.add_task(name, total=None)
        self.bars.start()
        try:
            bar = Bar(self, name, task)
            bar(0, 0)
            yield bar
        finally:
            self.bars.update(task, total=1, completed=1)
            self.bars.stop()
            self.bars.remove_task(task)
            self.path.unlink(missing_ok=True)

    def write(self, step: Step) -> None:
        now = time.monotonic()
        if now - self.written < FILE_INTERVAL_S and 0 < step.done < step.total:
            return
        self.written = now
        draft = self.path.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(asdict(step)), "utf-8")
        draft.replace(self.path)


@dataclass(frozen=True)
class Bar:
    """Call it with (done, total) as the work goes on."""

    reporter: Reporter
    name: str
    task: TaskID

    def __call__(self, done: int, total: int) -> None:
        self.reporter.bars.update(self.task, completed=done, total=total or None)
        self.reporter.write(Step(self.name, done, total))

    def say(self, part: str) -> None:
        """Name the part of the step that begins."""
        self.reporter.bars.update(self.task, description=f"{self.name}: {part}")
