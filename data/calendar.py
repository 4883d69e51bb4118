"""Working days, months and periods: the natural calendar or the insurer's work month.

Source of working days: the State Council's yearly notices as `chinese_calendar` holds them (2004-2026, swapped
Saturdays included), corrected by an override file of the insurer.
"""

import tomllib
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

import chinese_calendar

from data.errors import UserError

Mode = Literal["natural", "work"]
Period = Literal["day", "mtd", "qtd", "ytd"]
PERIODS: tuple[Period, ...] = ("day", "mtd", "qtd", "ytd")

_DECEMBER = 12
_CLOSING_DAY = 25
_ONE_DAY = timedelta(days=1)
_MONTHS_KEPT = 1024


class CalendarWarning(UserWarning):
    """A year's public holidays are not known, so weekdays stand in for working days."""


@dataclass(frozen=True, order=True)
class Month:
    """One month of the calendar, both ends included; `number` 1-12 counts within `year`."""

    first: date
    last: date
    year: int
    number: int

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class WorkCalendar:
    """Working days, and the periods that reports are made of.

    Mode `natural` has months from the 1st to the last day; mode `work` from the 26th to the 25th, where January is
    1-25 January and December runs from 26 November to 31 December. Years begin on 1 January in both.

    `overrides` is a TOML file with the lists of dates `workdays` and `holidays`; they win over every other source.
    A malformed file is a UserError that names file and entry. A year that no notice covers yet counts Monday to
    Friday and says so once, as a CalendarWarning.
    """

    def __init__(self, mode: Mode = "natural", overrides: Path | None = None) -> None:
        if mode not in ("natural", "work"):
            raise UserError(f"calendar mode {mode}", "is unknown", "Choose natural or work.")
        self.mode = mode
        self._overrides = _read_overrides(overrides) if overrides else {}
        self._years: dict[int, list[date]] = {}

    def is_workday(self, day: date) -> bool:
        days = self._workdays_of(day.year)
        at = bisect_left(days, day)
        return at < len(days) and days[at] == day

    def workdays(self, first: date, last: date) -> list[date]:
        """The working days from `first` to `last`, both included; none where `last` is before `first`."""
        years = (self._workdays_of(year) for year in range(first.year, last.year + 1))
        return [day for days in years for day in days[bisect_left(days, first) : bisect_right(days, last)]]

    def month(self, day: date) -> Month:
        """The month that a day belongs to."""
        number = day.month
        if self.mode == "work" and day.day > _CLOSING_DAY:
            number = min(number + 1, _DECEMBER)
        return self.month_of(day.year, number)

    def month_of(self, year: int, number: int) -> Month:
        """Month `number` of a year; numbers outside 1-12 run into the years beside it."""
        return _month(self.mode, year + (number - 1) // _DECEMBER, (number - 1) % _DECEMBER + 1)

    def workday_number(self, day: date) -> int:
        """Working days of the month that are over when `day` is over."""
        return len(self.workdays(self.month(day).first, day))

    def workdays_in_month(self, day: date) -> int:
        month = self.month(day)
        return len(self.workdays(month.first, month.last))

    def period_start(self, period: Period, day: date) -> date:
        return day if period == "day" else self._months(period, day)[0].first

    def period_end(self, period: Period, day: date) -> date:
        """The last day of the whole period that `day` lies in."""
        return day if period == "day" else self._months(period, day)[-1].last

    def same_workday(self, day: date, month: Month) -> date:
        """The day of another month with the same workday number; see `_nth` for its ends."""
        own = self.month(day)
        return self._nth(self.workday_number(day), day == own.last, month.first, month.last)

    def last_year(self, period: Period, day: date) -> date | None:
        """The day up to which last year's same period compares: the same workday of the same month."""
        _check(period)
        month = self.month(day)
        if month.year == date.min.year:
            return None
        return self.same_workday(day, self.month_of(month.year - 1, month.number))

    def previous(self, period: Period, day: date) -> date | None:
        """The day up to which the period before compares; a year has none (last year is its comparison)."""
        match _check(period):
            case "day":
                return self._workday_before(day)
            case "mtd":
                month = self.month(day)
                return self.same_workday(day, self.month_of(month.year, month.number - 1))
            case "qtd":
                return self._previous_quarter(day)
            case _:
                return None

    def _previous_quarter(self, day: date) -> date:
        first, last = self.period_start("qtd", day), self.period_end("qtd", day)
        before = self._months("qtd", first - _ONE_DAY)
        return self._nth(len(self.workdays(first, day)), day == last, before[0].first, before[-1].last)

    def _months(self, period: Period, day: date) -> list[Month]:
        """The months of the whole period around a day."""
        month = self.month(day)
        match _check(period):
            case "mtd":
                return [month]
            case "qtd":
                first = (month.number - 1) // 3 * 3 + 1
                return [self.month_of(month.year, number) for number in range(first, first + 3)]
            case _:
                return [self.month_of(month.year, number) for number in (1, _DECEMBER)]

    def _nth(self, number: int, whole: bool, first: date, last: date) -> date:  # noqa: FBT001
        """Working day `number` of first..last, clipped to those there are; a whole span compares with a whole one."""
        days = self.workdays(first, last)
        if whole or not days:
            return last
        return days[min(number, len(days)) - 1] if number else first

    def _workday_before(self, day: date) -> date:
        day -= _ONE_DAY
        while not self.is_workday(day):
            day -= _ONE_DAY
        return day

    def _workdays_of(self, year: int) -> list[date]:
        if year not in self._years:
            holidays_known = _has_notice(year)
            if not holidays_known:
                warnings.warn(f"no public holidays are known for {year}: weekdays count", CalendarWarning, stacklevel=4)
            self._years[year] = [day for day in _days(year) if self._works(day, holidays_known=holidays_known)]
        return self._years[year]

    def _works(self, day: date, *, holidays_known: bool) -> bool:
        if day in self._overrides:
            return self._overrides[day]
        return bool(chinese_calendar.is_workday(day)) if holidays_known else day.weekday() < 5  # noqa: PLR2004


@lru_cache(_MONTHS_KEPT)
def _month(mode: Mode, year: int, number: int) -> Month:
    if mode == "natural":
        return Month(date(year, number, 1), _last_day(year, number), year, number)
    first = date(year, number - 1, _CLOSING_DAY + 1) if number > 1 else date(year, 1, 1)
    last = date(year, number, _CLOSING_DAY) if number < _DECEMBER else date(year, _DECEMBER, 31)
    return Month(first, last, year, number)


def _check(period: Period) -> Period:
    if period not in PERIODS:
        raise UserError(f"period {period}", "is unknown", f"Choose one of {', '.join(PERIODS)}.")
    return period


def _days(year: int) -> Iterator[date]:
    length = (date(year, _DECEMBER, 31) - date(year, 1, 1)).days + 1
    return (date(year, 1, 1) + timedelta(days=number) for number in range(length))


def _last_day(year: int, number: int) -> date:
    following = date(year, number, 28) + timedelta(days=4)
    return following - timedelta(days=following.day)


def _has_notice(year: int) -> bool:
    """Whether the installed `chinese_calendar` knows the year; it raises for those it does not."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def _read_overrides(path: Path) -> dict[date, bool]:
    """Day -> whether it is worked, from the override file."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UserError(str(path), "is not there", "Create the override file or unset the setting.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(str(path), f"is not readable TOML ({error})", "Correct the file.") from error
    if unknown := sorted(set(table) - {"workdays", "holidays"}):
        raise UserError(f"{path}, {unknown[0]}", "is unknown", "Use the lists workdays and holidays.")
    worked, free = (_dates(path, key, table.get(key, [])) for key in ("workdays", "holidays"))
    if both := sorted(set(worked) & set(free)):
        raise UserError(f"{path}, {both[0]}", "is both a workday and a holiday", "Keep it in one list.")
    return dict.fromkeys(worked, True) | dict.fromkeys(free, False)


def _dates(path: Path, key: str, values: object) -> list[date]:
    if not isinstance(values, list):
        raise UserError(f"{path}, {key}", "is not a list", f"Write {key} = [2027-02-06].")
    for value in values:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise UserError(f"{path}, {key}, {value}", "is not a date", f"Write it plainly: {key} = [2027-02-06].")
    return values
