"""What is worth saying this morning, in the order of the broadcast."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from briefing.phrases import Place, indicator_name
from briefing.refs import Ref, Sources
from data.calendar import Month
from metrics.catalogue import Catalogue
from metrics.warning import Warning  # noqa: A004 - the house's word for it

FULL = 3
PREMIUM, POLICIES, PRODUCING = "fyp_regular", "policies", "hc_producing"
RENEWAL, ACTIVITY = "ren_month_rate", "activity_rate"
RECENT_DAYS = 5
LEVEL = 0.005
"""Rates nearer to each other than half a point are level (the templates say the same)."""
SETTLED = 3
"""Working days after which a month's projection means something (rules W1 and W2 are silent as long)."""


@dataclass(frozen=True)
class Fact:
    """One sentence to be: its template, what the template needs, and how much of it is told.

    `detail` counts down from FULL to 0 as numbers are left out; each template says what goes when.
    """

    id: str
    chapter: str
    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    detail: int = FULL


@dataclass(frozen=True)
class Morning:
    """One org's morning in one language: all that the facts are drawn from."""

    sources: Sources
    org: str
    lang: str
    catalogue: Catalogue

    @property
    def level(self) -> str:
        return self.sources.snapshot.orgs[self.org].level

    @property
    def month(self) -> Month:
        """The month that the data speak of."""
        return self.sources.calendar.month(self.sources.snapshot.as_of)

    @property
    def month_over(self) -> bool:
        return self.sources.date not in self.month

    @property
    def settled(self) -> bool:
        return self.sources.calendar.workday_number(self.sources.snapshot.as_of) > SETTLED

    @property
    def children(self) -> list[str]:
        return self.sources.snapshot.orgs.children(self.org)

    @property
    def warnings(self) -> tuple[Warning, ...]:
        """What is shown: five at most, gravest first."""
        return self.sources.snapshot.warnings_of(self.org)

    @property
    def incomplete(self) -> tuple[str, ...]:
        """The sources whose missing rows keep an indicator from being judged."""
        causes = [warning.cause for warning in self.sources.snapshot.warnings if warning.cause]
        return tuple(dict.fromkeys(one.source for cause in causes for one in cause.missing))

    def unit(self, indicator: str) -> str:
        return self.catalogue[indicator].unit

    def cell(self, indicator: str, period: str = "mtd", org: str = "") -> Ref | None:
        if indicator not in self.sources.snapshot.indicators:
            return None
        return self.sources.cell(org or self.org, indicator, period, self.unit(indicator))

    def derived(self, formula: str, indicator: str, unit: str = "", org: str = "") -> Ref | None:
        """A formula with {o} for the org and {i} for the indicator: `{o}.{i}.mtd.value / {o}.{i}.mtd.target`."""
        if indicator not in self.sources.snapshot.indicators:
            return None
        full = formula.format(o=org or self.org, i=indicator)
        return self.sources.derived(full, unit or self.unit(indicator), org or self.org, indicator)

    def attainment(self, org: str = "") -> Ref | None:
        return self.derived("{o}.{i}.mtd.value / {o}.{i}.mtd.target", PREMIUM, "%", org)

    def lead(self, org: str = "") -> Ref | None:
        """Points of the plan ahead of (or behind) the historical pace."""
        formula = "({o}.{i}.path.actual - {o}.{i}.path.expected) / {o}.{i}.mtd.target"
        return self.derived(formula, PREMIUM, "百分点", org)

    def growth(self, indicator: str) -> Ref | None:
        """Points above or below last year."""
        return self.derived("{o}.{i}.mtd.value - {o}.{i}.mtd.last_year", indicator, "百分点")


def opening(morning: Morning) -> Iterator[Fact]:
    sources = morning.sources
    works = sources.calendar.is_workday(sources.date)
    data = {
        "org": Place(morning.org),
        "today": sources.today(),
        "workday": sources.workday() if works else None,
        "fresh": sources.snapshot.as_of == sources.date - timedelta(days=1),
        "data_day": sources.data_day(),
    }
    yield Fact("opening", "opening", "opening", data)


def headline(morning: Morning) -> Iterator[Fact]:
    """The month's premium against the plan, time and the historical pace; where it leads; what a day must bring."""
    amount, attainment = morning.cell(PREMIUM), morning.attainment()
    shared = {"over": morning.month_over}
    if amount is None:
        yield Fact("headline", "headline", "no_data", shared)
        return
    data = {**shared, "amount": amount, "attainment": attainment, "time": morning.sources.time_progress()}
    yield Fact("headline", "headline", "headline", data)
    if attainment is None or morning.month_over:
        return
    lead = morning.lead()
    if lead is not None:
        yield Fact("pace", "headline", "pace", {**shared, "lead": lead, "projection": projection(morning)})
    yield from _rate_to_run(morning)


def projection(morning: Morning) -> Ref | None:
    """The share of the plan that the month is heading for; None while the month is too young to tell."""
    if not morning.settled:
        return None
    return morning.derived("{o}.{i}.path.actual / {o}.{i}.path.expected", PREMIUM, "%")


def required(morning: Morning) -> Ref | None:
    """Yuan a working day that would still reach the plan; None where it is reached or no day is left."""
    left = morning.sources.workdays_left()
    ref = morning.derived(f"({{o}}.{{i}}.mtd.target - {{o}}.{{i}}.mtd.value) / {left}", PREMIUM)
    return ref if ref and ref.number > 0 else None


def recent(morning: Morning) -> Ref | None:
    """Yuan a day over the last five working days."""
    formula = f"({{o}}.{{i}}.path.actual - {{o}}.{{i}}.path-{RECENT_DAYS}.actual) / {RECENT_DAYS}"
    return morning.derived(formula, PREMIUM)


def _rate_to_run(morning: Morning) -> Iterator[Fact]:
    need, have = required(morning), recent(morning)
    if need and have:
        yield Fact("run-rate", "headline", "run_rate", {"need": need, "have": have})


def yesterday(morning: Morning) -> Iterator[Fact]:
    premium = morning.cell(PREMIUM, "day")
    if premium is None:
        return
    fresh = morning.sources.snapshot.as_of == morning.sources.date - timedelta(days=1)
    day = {"fresh": fresh, "data_day": morning.sources.data_day()}
    data = {"premium": premium, "policies": morning.cell(POLICIES, "day"), "usual": recent(morning)}
    yield Fact("yesterday", "yesterday", "yesterday", {**day, **data})


def pillars(morning: Morning) -> Iterator[Fact]:
    """First-year business, then renewals and workforce against last year, as far as there are data."""
    policies, producing = morning.cell(POLICIES), morning.cell(PRODUCING)
    if policies and producing:
        yield Fact("first-year", "pillars", "first_year", {"policies": policies, "producing": producing})
    items = [item for indicator in (RENEWAL, ACTIVITY) if (item := _compared(morning, indicator))]
    if items:
        sides = {item["growth"] and _side(item["growth"].number) for item in items}
        together = len(items) > 1 and len(sides) == 1 and None not in sides
        yield Fact("pillars", "pillars", "pillars", {"items": items, "together": together})


def _compared(morning: Morning, indicator: str) -> dict[str, Any] | None:
    """A rate by its name, and how it stands against last year."""
    value = morning.cell(indicator)
    name = indicator_name(indicator, morning.lang, morning.catalogue)
    return None if value is None else {"name": name, "value": value, "growth": morning.growth(indicator)}


def _side(growth: float) -> int:
    """1 above, -1 below, 0 level."""
    return (growth >= LEVEL) - (growth <= -LEVEL)
