"""Funnels as the page shows them: the stages, what the leaks cost, and the same funnel by organisation and kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from cockpit import figures
from cockpit.funnel_table import COHORTS
from cockpit.session import Session
from metrics.funnels import Campaign, Funnel, Leak, Part, Reached, Step

CENTS = 100
FIRST = "new_business"


@dataclass(frozen=True)
class Choice:
    """What the address asks for: a campaign, the month of entry, the closed entrants or all so far."""

    campaign: Campaign
    month: date
    closed: bool

    def link(self, session: Session, **changes: str) -> str:
        """The address of the page with this choice but for the changes; the org among them."""
        place = {"org": session.org, "campaign": self.campaign.id, "month": f"{self.month:%Y-%m}"}
        place |= {"cohort": COHORTS[0] if self.closed else COHORTS[1]}
        return f"/funnels?{urlencode(place | changes)}"


@dataclass(frozen=True)
class Line:
    """A stage as the table shows it; `sides`: how those who did not go on left, how many, and what share they are."""

    name: str
    href: str
    reached: str
    rate: str
    expected: str
    low: bool
    whole: str
    days: str
    policies: str
    premium: str
    sides: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Loss:
    """A leak in words; `bar` in 0..1 of the greatest."""

    name: str
    rates: str
    gain: str
    bar: float


@dataclass(frozen=True)
class Row:
    """One organisation or kind: who entered, the rate of every step, the whole; `worst` the place of the worst step.

    Of a week also its `dates`, how many entered a working day (`daily`), and whether windows of it still run.
    """

    name: str
    href: str
    entered: str
    rates: tuple[str, ...]
    whole: str
    worst: int | None
    dates: str = ""
    daily: str = ""
    running: bool = False


def chosen(session: Session, asked: Mapping[str, str]) -> Choice | None:
    """What the address asks for, the first campaign and its newest closed month by default; None without any."""
    funnels = session.sight.snapshot.funnels
    known = {campaign.id: campaign for campaign in funnels.campaigns if funnels.months(campaign.id)}
    if not known:
        return None
    name = asked.get("campaign", FIRST)
    campaign = known.get(name) or known.get(FIRST) or next(iter(known.values()))
    months = {f"{month:%Y-%m}": month for month in funnels.months(campaign.id)}
    newest = funnels.newest_closed(campaign.id) or max(months.values())
    return Choice(campaign, months.get(asked.get("month", ""), newest), asked.get("cohort") != COHORTS[1])


def campaigns(session: Session, choice: Choice) -> list[tuple[str, str, bool]]:
    """Name, address, whether it is shown."""
    link = f"/funnels?{urlencode({'org': session.org})}&campaign="
    known = session.sight.snapshot.funnels.campaigns
    return [(one.name(session.lang), f"{link}{one.id}", one.id == choice.campaign.id) for one in known]


def months(session: Session, choice: Choice) -> list[tuple[str, str, bool, bool]]:
    """The months of entry, the last first: label, address, whether it is shown, whether windows of it still run."""
    found = session.sight.snapshot.funnels.closed(choice.campaign.id)
    labels = {month: f"{month:%Y-%m}" for month in reversed(found)}
    return [(label, choice.link(session, month=label), month == choice.month, found[month] < 1)
            for month, label in labels.items()]  # fmt: skip


def funnel(session: Session, choice: Choice, org: str | None = None) -> Funnel:
    return session.sight.funnel(org or session.org, choice.campaign.id, choice.month, closed=choice.closed)


def lines(session: Session, shown: Funnel, *, closed: bool) -> list[Line]:
    """The stages; a rate is only held against its plan where no window runs any more, a count only of the company."""
    whole = shown.org == session.sight.snapshot.orgs.root.id
    sides = [*(_sides(session, shown.campaign, step, closed=closed) for step in shown.steps[:-1]), ()]
    return [_line(session, step, own, closed=closed, whole=whole) for step, own in zip(shown.steps, sides, strict=True)]


def ways(session: Session, campaign: Campaign, *, closed: bool) -> list[str]:
    """The ways of those who do not go on: the exits, and being lost; none of a campaign without exits."""
    lost = session.say("funnels.lost" if closed else "funnels.waiting")
    return [*(one.name(session.lang) for one in campaign.exits), lost] if campaign.exits else []


def _sides(session: Session, campaign: Campaign, step: Step, *, closed: bool) -> tuple[tuple[str, str, str], ...]:
    """What became of those who did not go on from a stage; exits that nobody took are left out."""
    *exits, rest = ways(session, campaign, closed=closed) or [""]
    taken = [(name, count) for name, count in zip(exits, step.left, strict=True) if count]
    known = [*taken, (rest, step.lost)] if rest and step.entities else []
    return tuple((name, f"{count:,}", figures.percent(count / step.entities, session.lang, 1)) for name, count in known)


def _line(session: Session, step: Step, sides: tuple[tuple[str, str, str], ...], *, closed: bool, whole: bool) -> Line:
    stage, lang = step.stage, session.lang
    expected = stage.expected
    return Line(
        stage.name(lang),
        session.link("drill", indicator=stage.indicator) if stage.indicator else "",
        f"{step.entities:,} / {stage.target:,}" if whole and stage.target else f"{step.entities:,}",
        figures.percent(step.rate, lang, 1),
        figures.percent(expected, lang) if expected else "",
        closed and expected is not None and step.rate is not None and step.rate < expected,
        figures.percent(step.whole, lang, 1),
        "" if step.days is None else session.say("funnels.days", days=f"{step.days:g}"),
        f"{step.policies:,}" if step.policies else "",
        _money(session, step.cents) if step.cents else "",
        sides,
    )


def losses(session: Session, choice: Choice, shown: Funnel) -> list[Loss]:
    """The leaks, the one that costs most first; the company, which has no peers, loses what those below it lose."""
    whole = shown.org == session.sight.snapshot.orgs.root.id
    leaks = _below(session, choice) if whole else [step.leak for step in shown.steps]
    found = [(step, leak) for step, leak in zip(shown.steps, leaks, strict=True) if leak]
    most = max((leak.policies for _, leak in found), default=0.0) or 1.0
    ranked = sorted(found, key=lambda one: _cost(one[1]), reverse=True)
    return [_loss(session, step, leak, most, whole=whole) for step, leak in ranked]


def _below(session: Session, choice: Choice) -> list[Leak | None]:
    """Stage by stage what all children lose together."""
    below = [funnel(session, choice, org).steps for org in session.sight.snapshot.orgs.children(session.org)]
    return [_together([step.leak for step in steps if step.leak]) for steps in zip(*below, strict=True)]


def _together(leaks: Sequence[Leak]) -> Leak | None:
    if not leaks:
        return None
    sums = (sum(getattr(leak, name) for leak in leaks) for name in ("entities", "policies", "cents"))
    return Leak(leaks[0].rate, leaks[0].peers, *sums)


def _cost(leak: Leak) -> tuple[float, float]:
    return leak.policies, leak.entities


def _loss(session: Session, step: Step, leak: Leak, most: float, *, whole: bool) -> Loss:
    lang = session.lang
    own, best = (figures.percent(rate, lang, 1) for rate in (step.rate, leak.rate))
    rates = (
        session.say("funnels.company") if whole else session.say("funnels.rates", own=own, best=best, peers=leak.peers)
    )
    gain = session.say(
        "funnels.gain",
        entities=f"{leak.entities:,.0f}",
        policies=f"{leak.policies:,.1f}",
        premium=_money(session, leak.cents),
    )
    return Loss(step.stage.name(lang), rates, gain, leak.policies / most)


def children(session: Session, choice: Choice) -> list[Row]:
    """The organisations below, each with the step at which it loses most."""
    return [
        _child(session, choice, funnel(session, choice, org))
        for org in session.sight.snapshot.orgs.children(session.org)
        if session.sight.covers(org)
    ]


def _child(session: Session, choice: Choice, shown: Funnel) -> Row:
    leaks = {at: _cost(step.leak) for at, step in enumerate(shown.steps[1:]) if step.leak}
    whole = shown.steps[0].entities, [step.rate for step in shown.steps[1:]], shown.steps[-1].whole
    row = _row(session, session.sight.name(shown.org, session.lang), *whole)
    worst = max(leaks, key=lambda at: leaks[at]) if leaks else None
    return Row(row.name, choice.link(session, org=shown.org), row.entered, row.rates, row.whole, worst)


def parts(session: Session, choice: Choice, by: Part) -> list[Row]:
    """The same funnel by the agent's tenure or the entity's segment; nothing where entities have no segment."""
    found = session.sight.funnel_parts(session.org, choice.campaign.id, choice.month, by, closed=choice.closed)
    if by == "segment" and set(found) <= {"none"}:
        return []
    return [counted(session, session.say(f"funnels.{by}.{name}"), sums) for name, sums in found.items()]


def counted(session: Session, name: str, sums: Reached) -> Row:
    """A row of what was counted of some entrants."""
    last = len(sums.entities) - 1
    rates = [sums.rate(at) for at in range(1, last + 1)]
    return _row(session, name, int(sums.entities[0]), rates, sums.whole(last))


def _row(session: Session, name: str, entered: int, rates: Sequence[float | None], whole: float | None) -> Row:
    shown = (figures.percent(rate, session.lang, 1) for rate in (*rates, whole))
    *steps, last = shown
    return Row(name, "", f"{entered:,}", tuple(steps), last, None)


def _money(session: Session, cents: float) -> str:
    return str(figures.figure(cents / CENTS, "元", session.lang))
