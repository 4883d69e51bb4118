"""What is on the screen while a sentence is spoken."""

from collections.abc import Callable, Mapping

from avatar.types import Figure, ListCard, Shot
from briefing.facts import ACTIVITY, POLICIES, PREMIUM, PRODUCING, RENEWAL, Fact, Morning, projection, recent, required
from briefing.phrases import Place, say
from briefing.pictures import (
    chart,
    figure,
    growth_note,
    indicator_title,
    label,
    lead_note,
    org_name,
    shown,
    status_tone,
    tone_of,
)
from briefing.refs import Ref
from briefing.risks import gap, link_ends
from data.messages import text
from metrics.warning import Warning  # noqa: A004 - the house's word for it

Row = tuple[str, str, float | None]
RANKED, LINKS = 5, 3


def shot(fact: Fact, morning: Morning) -> Shot:
    """The picture of a fact."""
    return SHOTS[fact.template](fact, morning)


def _opening(_: Fact, morning: Morning) -> Shot:
    today = shown(morning.sources.today(), morning.lang)
    return Shot(text(morning.lang, "briefing.title.brief"), f"{org_name(morning, morning.org)} · {today}")


def _headline(_: Fact, morning: Morning) -> Shot:
    lead, lang = morning.lead(), morning.lang
    pill = label(morning, "attainment", value=shown(morning.attainment(), lang))
    time = label(morning, "time", value=shown(morning.sources.time_progress(), lang))
    figures = [
        figure(morning, label(morning, "required"), required(morning)),
        figure(morning, label(morning, "recent"), recent(morning)),
    ]
    note = lead_note(morning, lead)
    card = chart(morning, morning.org, PREMIUM, status_tone(morning, PREMIUM), (pill, note, time))
    outlook = figure(morning, label(morning, "outlook"), projection(morning))
    return Shot(chart=card, figures=(outlook, *figures))


def _yesterday(_: Fact, morning: Morning) -> Shot:
    keys = (PREMIUM, POLICIES, PRODUCING)
    usual = recent(morning)
    notes = (f"{label(morning, 'recent')} {shown(usual, morning.lang)}" if usual else "", "", "")
    figures = tuple(
        figure(morning, indicator_title(morning, key), morning.cell(key, "day"), beside)
        for key, beside in zip(keys, notes, strict=True)
    )
    day = shown(morning.sources.data_day(), morning.lang)
    return Shot(_chapter(morning, "yesterday"), f"{org_name(morning, morning.org)} · {day}", figures=figures)


def _pillars(_: Fact, morning: Morning) -> Shot:
    lead = morning.lead()
    figures = [
        figure(
            morning,
            indicator_title(morning, PREMIUM),
            morning.cell(PREMIUM),
            lead_note(morning, lead),
            status_tone(morning, PREMIUM),
        )
    ]
    for key in (RENEWAL, ACTIVITY):
        note, tone = growth_note(morning, morning.growth(key))
        figures.append(figure(morning, indicator_title(morning, key), morning.cell(key), note, tone))
    return Shot(_chapter(morning, "pillars"), org_name(morning, morning.org), figures=tuple(figures))


def _praise(_: Fact, morning: Morning) -> Shot:
    """The children by attainment, the best first."""
    found = [(ref, org) for org in morning.children if (ref := morning.attainment(org)) is not None]
    ranked = sorted(found, key=lambda pair: -pair[0].number)[:RANKED]
    rows = tuple(_bar(morning, org, ref, ranked[0][0].number) for ref, org in ranked)
    return Shot(listing=ListCard(label(morning, "best"), rows, "good"))


def _bar(morning: Morning, org: str, ref: Ref, most: float) -> Row:
    share = ref.number / most if most > 0 else 0.0
    return org_name(morning, org), shown(ref, morning.lang), max(0.0, min(1.0, share))


def _warning(fact: Fact, morning: Morning) -> Shot:
    """The warned org's month, and where it is heading."""
    warning: Warning = fact.data["warning"]
    pill = text(morning.lang, f"severity.{warning.severity}")
    away = label(morning, "gap_behind", value=shown(gap(morning, warning), morning.lang))
    time = label(morning, "time", value=shown(morning.sources.time_progress(), morning.lang))
    card = chart(morning, warning.org, warning.indicator, tone_of(warning), (pill, away, time))
    return Shot(chart=card, figures=_rate(morning, warning) if fact.data["rate"] else _outlook(fact, morning))


def _outlook(fact: Fact, morning: Morning) -> tuple[Figure, ...]:
    """Where the month is heading, what is missing by now, and what a day must bring."""
    warning: Warning = fact.data["warning"]
    need = morning.sources.warning(warning, "required_per_day", morning.unit(warning.indicator))
    pairs = (("outlook", fact.data["projection"]), ("missing", fact.data["volume"]), ("required", need))
    return tuple(figure(morning, label(morning, key), ref) for key, ref in pairs if ref)


def _rate(morning: Morning, warning: Warning) -> tuple[Figure, ...]:
    """What the rate should be by now, was last year, and must be in the end."""
    place = f"{warning.org}.{warning.indicator}"
    fields = (("by_now", "path.expected"), ("last_year", "mtd.last_year"), ("target", "mtd.target"))
    found = ((key, morning.derived(f"{place}.{name}", warning.indicator, org=warning.org)) for key, name in fields)
    return tuple(figure(morning, label(morning, key), ref) for key, ref in found if ref)


def _cause(fact: Fact, morning: Morning) -> Shot:
    """Where the gap is, child by child, and the links of the chain."""
    warning: Warning = fact.data["warning"]
    rows = _gap_rows(morning, warning)
    listing = ListCard(label(morning, "causes"), rows, tone_of(warning)) if rows else None
    return Shot(listing=listing, figures=_links(morning, warning))


def _gap_rows(morning: Morning, warning: Warning) -> tuple[Row, ...]:
    formula = "{o}.{i}.path.expected - {o}.{i}.path.actual"
    children = morning.sources.snapshot.orgs.children(warning.org)
    found = [
        (ref, org) for org in children if (ref := morning.derived(formula, warning.indicator, org=org)) is not None
    ]
    behind = sorted((pair for pair in found if pair[0].number > 0), key=lambda pair: -pair[0].number)
    whole = sum(ref.number for ref, _ in behind)
    return tuple((org_name(morning, org), shown(ref, morning.lang), ref.number / whole) for ref, org in behind[:RANKED])


def _links(morning: Morning, warning: Warning) -> tuple[Figure, ...]:
    chain = warning.cause.chain if warning.cause else ()
    made = []
    for link in reversed(chain[-LINKS:]):
        usual, now = link_ends(morning, warning, link)
        before = say(usual, morning.lang)
        note = label(morning, "usual", value=before.figure if usual.unit != "%" else before.shown)
        made.append(figure(morning, indicator_title(morning, link.indicator), now, note, tone_of(warning)))
    return tuple(made)


def _calm(_: Fact, morning: Morning) -> Shot:
    lead = morning.lead()
    time = label(morning, "time", value=shown(morning.sources.time_progress(), morning.lang))
    notes = (label(morning, "calm"), lead_note(morning, lead), time)
    return Shot(chart=chart(morning, morning.org, PREMIUM, "good", notes))


def _gaps(fact: Fact, morning: Morning) -> Shot:
    grey = label(morning, "grey")
    rows = tuple((name[:1].upper() + name[1:], grey, None) for name in fact.data["sources"])
    return Shot(listing=ListCard(_chapter(morning, "data"), rows, "grey"))


def _no_data(_: Fact, morning: Morning) -> Shot:
    return Shot(figures=(figure(morning, indicator_title(morning, PREMIUM), None),))


def _actions(fact: Fact, morning: Morning) -> Shot:
    rows = tuple(_action(item["org"], item["what"], morning) for item in fact.data["items"])
    return Shot(listing=ListCard(label(morning, "actions"), rows))


def _action(place: Place, what: str, morning: Morning) -> Row:
    return f"{org_name(morning, place.org)} · {what}", "", None


def _close(_: Fact, morning: Morning) -> Shot:
    """All the warnings shown, five at most."""
    if not morning.warnings:
        return Shot(text(morning.lang, "briefing.title.brief"), org_name(morning, morning.org))
    rows = tuple(_warned(warning, morning) for warning in morning.warnings)
    return Shot(listing=ListCard(label(morning, "shown"), rows, tone_of(morning.warnings[0])))


def _warned(warning: Warning, morning: Morning) -> Row:
    name = f"{org_name(morning, warning.org)} · {indicator_title(morning, warning.indicator)}"
    if warning.severity == "grey":
        return name, text(morning.lang, "severity.grey"), None
    number = say(gap(morning, warning), morning.lang)
    return name, f"−{number.shown}", None


def _chapter(morning: Morning, chapter: str) -> str:
    return text(morning.lang, f"briefing.chapter.{chapter}")


SHOTS: Mapping[str, Callable[[Fact, Morning], Shot]] = {
    "opening": _opening,
    "no_data": _no_data,
    "headline": _headline,
    "pace": _headline,
    "run_rate": _headline,
    "yesterday": _yesterday,
    "first_year": _pillars,
    "pillars": _pillars,
    "praise": _praise,
    "warning": _warning,
    "cause": _cause,
    "calm": _calm,
    "gaps": _gaps,
    "actions": _actions,
    "close": _close,
}
