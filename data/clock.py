"""The one place where time is read."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Clock:
    """Local wall time, or a clock that stands at `fixed`."""

    fixed: datetime | None = None

    def now(self) -> datetime:
        return self.fixed or datetime.now()

    def today(self) -> date:
        return self.now().date()
