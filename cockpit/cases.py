"""Cases: the warnings of this month as the page lists them, each with its follow-up, and what a person may do."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cockpit.followups import GRAVITY, WORKER, Act, Entry, Followup, key_of
from cockpit.session import Session
from cockpit.view import indicator_name
from metrics.warning import Warning  # noqa: A004 - the house's word for it

STATES = ("open", "acknowledged", "closed")
SHOWN = 100
ROLE = "manager."
DATA = "data."
ACTS: Mapping[str, tuple[Act, ...]] = {
    "open": ("acknowledged", "closed"), "acknowledged": ("closed",), "closed": ("reopened",),
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A followed warning of an org in scope; `warning` is None once the indicator has recovered."""

    key: str
    org: str
    indicator: str
    warning: Warning | None
    followup: Followup

    @property
    def severity(self) -> str:
        return self.warning.severity if self.warning else "green"

    @property
    def state(self) -> str:
        return self.followup.shown


@dataclass(frozen=True)
class Row:
    """A case as the list shows it."""

    severity: str
    org: str
    indicator: str
    owner: str
    when: str
    late: bool
    href: str
    on: bool


@dataclass(frozen=True)
class Note:
    """A line of the history in words."""

    at: str
    who: str
    act: str
    severity: str
    text: str


def cases(session: Session, followups: Mapping[str, Followup]) -> list[Case]:
    """The month's cases in the org's subtree, the gravest first, those that sleep last.

    A warning that the worker has not noted yet is open; a follow-up of another month or beyond the scope is left out.
    """
    sight, month = session.sight, f"{session.sight.as_of:%Y-%m}"
    tree = sight.snapshot.orgs
    present = {key_of(one, sight.as_of): one for one in sight.snapshot.warnings}
    keys = [*present, *(key for key in followups if key not in present)]
    found = [_case(key, present.get(key), followups.get(key, Followup(key))) for key in keys if key.endswith(month)]
    inside = [one for one in found if sight.covers(one.org) and tree.contains(session.org, one.org)]
    known = [one for one in inside if one.indicator in session.catalogue]
    return sorted(known, key=lambda one: (one.followup.sleeps(sight.as_of), -GRAVITY.index(one.severity), one.org))


def _case(key: str, warning: Warning | None, followup: Followup) -> Case:
    org, indicator, _ = key.split("-", 2)
    return Case(key, org, indicator, warning, followup)


def counts(found: list[Case]) -> dict[str, int]:
    """How many cases stand in each state."""
    counted = Counter(one.state for one in found)
    return {state: counted[state] for state in STATES}


def rows(session: Session, found: list[Case], state: str, chosen: str, today: date) -> list[Row]:
    """The first SHOWN cases in a state."""
    return [row(session, one, chosen, today) for one in found if one.state == state][:SHOWN]


def row(session: Session, case: Case, chosen: str, today: date) -> Row:
    due = case.followup.due
    return Row(
        case.severity,
        session.sight.name(case.org, session.lang),
        indicator_name(session, case.indicator),
        owner(session, case),
        when(session, case, today),
        late=due is not None and due < today and case.state != "closed",
        href=session.link("cases", case=case.key, state=case.state),
        on=case.key == chosen,
    )


def when(session: Session, case: Case, today: date) -> str:
    """What matters most of its days: asleep until, due by, or at risk since."""
    followup = case.followup
    if followup.snoozed and followup.sleeps(today):
        return session.say("followup.sleeps", day=_day(followup.snoozed))
    if followup.due:
        late = followup.due < today and case.state != "closed"
        return session.say("followup.overdue" if late else "followup.due", day=_day(followup.due))
    return session.say("followup.since", day=_day(case.warning.since)) if case.warning else ""


def owner(session: Session, case: Case) -> str:
    """Who is to act: whom a person named, else the role that the rule names."""
    name = case.followup.owner or (case.warning.owner if case.warning else "")
    if name.startswith(DATA):
        return session.say("followup.source_owner", source=session.label("source", name.removeprefix(DATA)))
    return session.label("signin.role", name.removeprefix(ROLE)) if name.startswith(ROLE) else name


def history(session: Session, case: Case) -> list[Note]:
    """What happened, the newest first."""
    return [_note(session, entry) for entry in reversed(case.followup.history)]


def _note(session: Session, entry: Entry) -> Note:
    who = session.say("followup.worker") if entry.who == WORKER else entry.who
    parts = [entry.note, "" if entry.owner.startswith((ROLE, DATA)) else entry.owner]
    parts += [session.say("followup.due", day=_day(entry.due))] if entry.due else []
    parts += [session.say("followup.sleeps", day=_day(entry.until))] if entry.until else []
    act = session.say(f"followup.act.{entry.act}")
    return Note(f"{entry.at:%m-%d %H:%M}", who, act, entry.severity, " · ".join(filter(None, parts)))


def acts(case: Case) -> tuple[Act, ...]:
    """What a person may do with one press, by where the case stands."""
    return ACTS[case.state]


def done(session: Session, case: Case, act: Act, at: datetime, note: str = "") -> list[Entry]:
    """The entries of one press; a warning that the worker has not noted yet is noted as raised first."""
    entry = Entry(at, case.key, act, session.user.name, note=note)
    return [*first(case, at), entry]


def first(case: Case, at: datetime) -> list[Entry]:
    """The entry that a case without any begins with."""
    if case.followup.history or not case.warning:
        return []
    return [Entry(at, case.key, "raised", WORKER, severity=case.severity, owner=case.warning.owner)]


def _day(day: date) -> str:
    return f"{day:%m-%d}"
