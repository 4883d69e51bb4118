"""Whether a sign-in still holds, asked before every byte: cheaply for as long as nothing changed on the disk."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cockpit.tokens import Tokens
from cockpit.users import SETTLED_S, User
from data.clock import Clock

RECHECK_S = 30.0
"""So often it is read even where nothing changed."""
Stamp = tuple[int, ...]


@dataclass
class Pass:
    """A token, good `until` then, as it was found last, and the user as of when it was shown first."""

    token: str
    user: User
    until: datetime
    stamp: Stamp | None = None
    checked: float = 0.0


@dataclass(frozen=True)
class Rights:
    """Reads a token again when one of the `paths` changed, which hold the people and the sign-outs."""

    tokens: Tokens
    paths: Sequence[Path]
    clock: Clock

    @classmethod
    def of(cls, tokens: Tokens) -> "Rights":
        return cls(tokens, (tokens.users.path, tokens.signouts.folder), Clock())

    def admit(self, token: str | None) -> Pass | None:
        """A pass for who shows this token; None: nobody."""
        user = self.tokens.read(token) if token else None
        until = self.tokens.until(token) if token else None
        return Pass(token, user, until) if token and user and until else None

    def over(self, one: Pass) -> bool:
        """Whether the token ran out; whoever holds it may have been given another one."""
        return self.clock.now() >= one.until

    def holds(self, one: Pass) -> bool:
        """Whether the sign-in is not over and the scope the same as when it began."""
        stamp = self._stamp()
        now = time.monotonic()
        if stamp is None or stamp != one.stamp or now - one.checked > RECHECK_S:
            user = self.tokens.read(one.token)
            if user is None or user.orgs != one.user.orgs:
                return False
            one.stamp, one.checked = stamp, now
        return True

    def _stamp(self) -> Stamp | None:
        """When the files changed last; None where that is too short a while ago to tell the next change from it."""
        times = tuple(_changed_ns(path) for path in self.paths)
        return times if self.clock.now().timestamp() - max(times) / 1e9 > SETTLED_S else None


def _changed_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
