"""Failed sign-ins are counted, so that passwords cannot be guessed."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from data.clock import Clock

LIMIT = 5
WINDOW = timedelta(minutes=5)
KEPT = 10_000


@dataclass
class Tries:
    """Allows LIMIT failures within WINDOW per key (the address and the name tried)."""

    clock: Clock
    failures: dict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def allowed(self, key: str) -> bool:
        failed = self.failures.get(key)
        if not failed:
            return True
        while failed and self.clock.now() - failed[0] > WINDOW:
            failed.popleft()
        return len(failed) < LIMIT

    def fail(self, key: str) -> None:
        if len(self.failures) >= KEPT:
            self.failures.pop(next(iter(self.failures)))
        self.failures[key].append(self.clock.now())

    def forget(self, key: str) -> None:
        self.failures.pop(key, None)
