"""The warnings that are spoken: which, with what cause, and what to do about them today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from briefing.facts import PREMIUM, Fact, Morning
from briefing.phrases import Place, indicator_name
from briefing.refs import Ref
from data.messages import catalogue as messages
from data.messages import text
from metrics.warning import Link, Warning  # noqa: A004 - the house's word for it

SPOKEN = 3
ACTIONS = 2
SALES = {"visits", "visit_agent_rate", "proposals", "proposal_to_app_rate", "hc_producing", "policies", PREMIUM}
"""Indicators of one chain, from the visit to the premium: at one place one of them speaks for all."""
MOVED = 0.05
WHOLE, HALF = 0.995, 0.5


@dataclass(frozen=True)
class Action:
    """Something to do today: with which org, and what to look at."""

    org: str
    what: str


def spoken(morning: Morning) -> list[Warning]:
    """At most three of the warnings shown, red before amber; a symptom of one already chosen is not said again."""
    grave = [warning for warning in morning.warnings if warning.severity in {"red", "yellow"}]
    chosen: list[Warning] = []
    for warning in sorted(grave, key=lambda item: item.severity != "red"):
        if not any(_explains(other, warning, morning) for other in chosen):
            chosen.append(warning)
    return chosen[:SPOKEN]


def _explains(said: Warning, other: Warning, morning: Morning) -> bool:
    """Whether a warning already told covers another: the same chain of sales on the same line of the tree."""
    if not {said.indicator, other.indicator} <= SALES:
        return False
    orgs = morning.sources.snapshot.orgs
    return orgs.contains(said.org, other.org) or orgs.contains(other.org, said.org)


def warnings(morning: Morning) -> Iterator[Fact]:
    """Each spoken warning and its cause; a calm word where nothing is beyond noise, as far as can be told."""
    chosen = spoken(morning)
    yield from told(morning, chosen)
    if not chosen:
        yield Fact("calm", "warnings", "calm", {"lead": morning.lead(), "grey": bool(morning.incomplete)})


def told(morning: Morning, chosen: Sequence[Warning], *, asked: bool = False) -> Iterator[Fact]:
    """Each of some warnings and its cause; where it is `asked` for, nothing leads over to it, and its org is named."""
    for number, warning in enumerate(chosen, start=1):
        risk = {"first": number == 1, "count": len(chosen), **_risk(morning, warning)}
        answer = {"first": False, "own": False} if asked else {}
        yield Fact(f"warning-{number}", "warnings", "warning", {**risk, **answer})
        cause = _cause(morning, warning)
        if cause:
            yield Fact(f"cause-{number}", "warnings", "cause", cause)


def _risk(morning: Morning, warning: Warning) -> dict[str, Any]:
    sources = morning.sources
    return {
        "warning": warning,
        "severity": warning.severity,
        "own": warning.org == morning.org,
        "headline": warning.indicator == PREMIUM,
        "ours": text(morning.lang, f"briefing.ours.{morning.level}"),
        "org": Place(warning.org),
        "indicator": indicator_name(warning.indicator, morning.lang, morning.catalogue),
        "gap": gap(morning, warning),
        "volume": sources.warning(warning, "gap_volume", morning.unit(warning.indicator)),
        "projection": sources.warning(warning, "projection", "%") if morning.settled else None,
        "share": _share_of_ours(morning, warning),
        "rate": morning.unit(warning.indicator) == "%",
    }


def gap(morning: Morning, warning: Warning) -> Ref:
    """How far behind: points of the plan; for a rate, points of the rate itself."""
    if morning.unit(warning.indicator) == "%":
        formula = "{o}.{i}.path.actual - {o}.{i}.path.expected"
        found = morning.derived(formula, warning.indicator, "百分点", warning.org)
        if found:
            return found
    return morning.sources.warning(warning, "gap", "百分点")


def _share_of_ours(morning: Morning, warning: Warning) -> Ref | None:
    """What part of the edition's own gap sits at the warned org; None where it makes no sense to say."""
    if warning.org == morning.org or morning.unit(warning.indicator) == "%":
        return None
    pair = [f"({org}.{{i}}.path.expected - {org}.{{i}}.path.actual)" for org in (warning.org, morning.org)]
    share = morning.derived(" / ".join(pair), warning.indicator, "%")
    return _whole_percent(share) if share and 0 < share.number < WHOLE and _behind(morning, warning) else None


def _behind(morning: Morning, warning: Warning) -> bool:
    own = morning.derived("{o}.{i}.path.expected - {o}.{i}.path.actual", warning.indicator)
    return own is not None and own.number > 0


def _whole_percent(ref: Ref) -> Ref:
    return Ref(ref.kind, ref.value, ref.unit, ref.org, ref.indicator, ref.period, ref.formula, digits=0)


def _cause(morning: Morning, warning: Warning) -> dict[str, Any] | None:
    """Where the gap sits below the warned org, and the process indicators behind it."""
    where, share, links = _where(morning, warning), None, _links(warning)
    if where:
        ref = morning.sources.warning(warning, "cause.share", "%")
        share = _whole_percent(ref) if 0 < ref.number < WHOLE else None
    if not where and not links:
        return None
    return {
        "warning": warning,
        "where": where and Place(where),
        "share": share,
        "most": warning.cause and warning.cause.share >= HALF,
        **_chain(morning, warning, links),
    }


def _where(morning: Morning, warning: Warning) -> str | None:
    cause = warning.cause
    if cause is None or cause.org == warning.org:
        return None
    return cause.org if morning.sources.snapshot.orgs.contains(morning.org, cause.org) else None


def _links(warning: Warning) -> list[Link]:
    """The process indicators that fell, the first cause first (the chain itself begins nearest to the gap)."""
    chain = warning.cause.chain if warning.cause else ()
    return [link for link in reversed(chain) if link.change <= -MOVED]


def _chain(morning: Morning, warning: Warning, links: Sequence[Link]) -> dict[str, Any]:
    """The first cause from its usual value to its present one, and what fell after it."""
    if not links:
        return {"lead": None, "others": []}
    names = [indicator_name(link.indicator, morning.lang, morning.catalogue) for link in links]
    usual, now = link_ends(morning, warning, links[0])
    return {"lead": names[0], "usual": usual, "now": now, "daily": usual.unit != "%", "others": names[1:]}


def link_ends(morning: Morning, warning: Warning, link: Link) -> tuple[Ref, Ref]:
    """A link's usual value and its present one; counts are a working day's."""
    unit = morning.unit(link.indicator)
    usual, now = (
        morning.sources.warning(warning, f"cause.chain.{link.indicator}.{end}", unit) for end in ("usual", "value")
    )
    return _whole_percent(usual), _whole_percent(now)


def advice(morning: Morning, chosen: Sequence[Warning] | None = None) -> list[Action]:
    """What to do today about some warnings, those spoken where none are given; each once."""
    found: dict[Action, None] = {}
    for warning in spoken(morning) if chosen is None else chosen:
        links = _links(warning)
        what = _what(links[0].indicator if links else warning.indicator, morning.lang)
        found.setdefault(Action(_where(morning, warning) or warning.org, what))
    return list(found)[:ACTIONS]


def _what(indicator: str, lang: str) -> str:
    key = f"briefing.action.{indicator}"
    return text(lang, key if key in messages() else "briefing.action.other")


def actions(morning: Morning, chosen: Sequence[Warning] | None = None) -> Iterator[Fact]:
    """The sentence of today's actions; without a risk there is none. Whom one has on the line is not called again."""
    items, called = [], {morning.org}
    for action in advice(morning, chosen):
        items.append({"org": Place(action.org), "what": action.what, "call": action.org not in called})
        called.add(action.org)
    if items:
        yield Fact("actions", "actions", "actions", {"items": items})
