"""Sign-ins that were ended before their time: a copied cookie is worth nothing after the sign-out."""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from data.clock import Clock


@dataclass(frozen=True)
class SignOuts:
    """One empty file in `folder` for each sign-in that was ended, named by the number that its signed token holds.

    It is kept until the token, good for `kept`, is over anyway.
    """

    folder: Path
    clock: Clock
    kept: timedelta

    def add(self, number: str) -> None:
        """From now on this sign-in is over, in every process."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._forget()
        now = self.clock.now().timestamp()
        path = self.folder / number
        path.touch()
        os.utime(path, (now, now))

    def __contains__(self, number: str) -> bool:
        return (self.folder / number).exists()

    def _forget(self) -> None:
        """Remove what no token can belong to any more."""
        for path in self.folder.iterdir():
            with suppress(FileNotFoundError):  # somebody else signs out at the same time
                if self.clock.now() - datetime.fromtimestamp(path.stat().st_mtime) > self.kept:
                    path.unlink()
