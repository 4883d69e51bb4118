"""A window: one period up to one day, as every engine is asked for it."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from data.calendar import Month, Period, WorkCalendar


@dataclass(frozen=True)
class Window:
    """A period from `first` up to `last`, the as-of day."""

    period: Period
    first: date
    last: date
    calendar: WorkCalendar

    @classmethod
    def of(cls, calendar: WorkCalendar, period: Period, day: date) -> Self:
        return cls(period, calendar.period_start(period, day), day, calendar)

    @property
    def year(self) -> "Window":
        """The year up to the same day."""
        return Window.of(self.calendar, "ytd", self.last)

    @property
    def end(self) -> date:
        """The last day of the whole period."""
        return self.calendar.period_end(self.period, self.last)

    def months(self, lead: int = 0, rolling: int = 0) -> list[Month]:
        """The period's months, or the last `rolling` up to the as-of day's, each `lead` months earlier."""
        end = self.calendar.month(self.last)
        start = self.calendar.month(self.first)
        count = rolling or (end.year - start.year) * 12 + end.number - start.number + 1
        return [self.calendar.month_of(end.year, end.number - back - lead) for back in reversed(range(count))]

    def worked(self) -> tuple[int, int]:
        """How many of the period's working days are over, and how many it has."""
        return len(self.calendar.workdays(self.first, self.last)), len(self.calendar.workdays(self.first, self.end))
