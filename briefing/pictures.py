"""Cards from cells: figures, and the month's path as a chart."""

from datetime import date

from avatar.types import ChartCard, Figure, Line
from briefing.facts import Morning
from briefing.phrases import indicator_name, plain, say
from briefing.refs import Ref
from data.messages import text
from metrics.warning import Warning  # noqa: A004 - the house's word for it

TONES = {"red": "risk", "yellow": "watch", "green": "good", "grey": "grey"}
EVEN = 0.005


def label(morning: Morning, key: str, **values: object) -> str:
    return text(morning.lang, f"briefing.card.{key}", **values)


def shown(ref: Ref | None, lang: str) -> str:
    return say(ref, lang).shown if ref else "–"


def org_name(morning: Morning, org: str) -> str:
    return plain(morning.sources.snapshot.orgs.name(org, morning.lang))


def figure(morning: Morning, title: str, ref: Ref | None, note: str = "", tone: str = "plain") -> Figure:
    """A small card; without a value a grey one that says so."""
    if ref is None:
        return Figure(title, "–", "", label(morning, "grey"), "grey")
    number = say(ref, morning.lang)
    return Figure(title, number.figure, number.unit, note, tone)


def growth_note(morning: Morning, growth: Ref | None) -> tuple[str, str]:
    """How far above or below last year, and the tone of it."""
    if growth is None:
        return "", "plain"
    up = growth.number >= 0
    note = label(morning, "last_year_up" if up else "last_year_down", value=shown(growth, morning.lang))
    return note, "good" if growth.number >= EVEN else "watch" if growth.number <= -EVEN else "plain"


def lead_note(morning: Morning, lead: Ref | None) -> str:
    if lead is None:
        return ""
    return label(morning, "gap_ahead" if lead.number >= 0 else "gap_behind", value=shown(lead, morning.lang))


def status_tone(morning: Morning, indicator: str) -> str:
    """The tone of an indicator's status this month, as the pages show it; grey without a value."""
    cell = morning.sources.snapshot.cell(morning.org, indicator)
    return "grey" if cell.value is None else TONES.get(cell.status or "", "plain")


def tone_of(warning: Warning) -> str:
    return TONES[warning.severity]


def scope(morning: Morning, org: str) -> str:
    return text(
        morning.lang,
        "briefing.title.scope",
        org=org_name(morning, org),
        day=shown(morning.sources.data_day(), morning.lang),
    )


def indicator_title(morning: Morning, indicator: str) -> str:
    """An indicator's name on a card: what is said or what the catalogue says, whichever is shorter."""
    spoken = indicator_name(indicator, morning.lang, morning.catalogue)
    name = min(spoken, morning.catalogue[indicator].name(morning.lang), key=len)
    return name[:1].upper() + name[1:]


def lines(morning: Morning, org: str, indicator: str) -> tuple[Line, ...]:
    """The month by working days, actual and expected; the days to come are left open."""
    rows = morning.sources.snapshot.path_of(org, indicator)
    missing = (None,) * (len(_days(morning)) - rows.height)
    pairs = (("actual", "solid"), ("expected", "dashed"))
    return tuple(Line(label(morning, name), (*rows[name].to_list(), *missing), style) for name, style in pairs)


def ticks(morning: Morning) -> tuple[str, ...]:
    """The first, a middle and the last working day of the month."""
    days = _days(morning)
    return tuple(f"{day.month}/{day.day}" for day in (days[0], days[len(days) // 2], days[-1]))


def _days(morning: Morning) -> list[date]:
    month = morning.month
    return morning.sources.calendar.workdays(month.first, month.last)


def chart(morning: Morning, org: str, indicator: str, tone: str, notes: tuple[str, str, str]) -> ChartCard:
    """The large card of an indicator; `notes` are the pill, the side note and the line below it."""
    number = say(found, morning.lang) if (found := morning.cell(indicator, org=org)) else None
    pill, note, subnote = notes
    return ChartCard(
        title=indicator_title(morning, indicator),
        scope=scope(morning, org),
        value=number.figure if number else "–",
        unit=number.unit if number else "",
        pill=pill,
        tone=tone,
        note=note,
        subnote=subnote,
        lines=lines(morning, org, indicator),
        ticks=ticks(morning),
    )
