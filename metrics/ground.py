"""The ground that every engine stands on: the units, the days held, the calendar."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from data.calendar import WorkCalendar
from data.org import OrgTree


@dataclass(frozen=True)
class Ground:
    """The organisation, the calendar, and the first and the last day for which facts are held."""

    orgs: OrgTree
    calendar: WorkCalendar
    first: date
    last: date

    @cached_property
    def places(self) -> pl.DataFrame:
        """unit_id and its place among the units in preorder, `unit`."""
        units = self.orgs.units
        return pl.DataFrame({"unit_id": units, "unit": range(len(units))}, {"unit_id": pl.String, "unit": pl.Int32})

    def edges(self, first: date) -> list[date]:
        """`first`, the days after it on which a month begins, and the last day held: what changes while it is open."""
        found, month = [first], self.calendar.month(first)
        while (month := self.calendar.month_of(month.year, month.number + 1)).first < self.last:
            found.append(month.first)
        return [*found, self.last] if first < self.last else found
