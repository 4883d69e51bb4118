"""Which engines rest after a failure, and until when; kept in a file, so that a restart does not forget."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from data.clock import Clock

PAUSE = timedelta(minutes=10)


@dataclass(frozen=True)
class Rest:
    """An engine's pause: not before `until`, for the reason that opened it."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Breaker:
    """One file for all engines. The clock must run: a service recovers in real time."""

    path: Path
    clock: Clock
    pause: timedelta = PAUSE

    def open(self, engine: str, reason: str) -> None:
        """Let the engine rest from now on. OSError where the file cannot be written."""
        rest = {"until": (self.clock.now() + self.pause).isoformat(), "reason": reason}
        text = json.dumps({**self._states(), engine: rest}, ensure_ascii=False, indent=1)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        part.write_text(text, "utf-8")
        part.replace(self.path)

    def rest(self, engine: str) -> Rest | None:
        """The engine's pause, if one holds now. An unreadable file or a clock set back hold nobody."""
        with suppress(KeyError, TypeError, ValueError):
            state = self._states()[engine]
            until = datetime.fromisoformat(state["until"])
            if self.clock.now() < until <= self.clock.now() + self.pause:
                return Rest(until, str(state["reason"]))
        return None

    def _states(self) -> dict[str, dict[str, str]]:
        with suppress(OSError, ValueError):
            states = json.loads(self.path.read_text("utf-8"))
            if isinstance(states, dict):
                return states
        return {}
