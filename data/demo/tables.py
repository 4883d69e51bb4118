"""The drawn insurer as the tables of its sources, without the sales app's."""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from data.demo import care, constants, damage, debits, products, renewals, sales, service, staff, supervision
from data.demo.columns import Bools, Ints
from data.demo.days import date_of, month_first, number
from data.demo.dice import Dice, Streams
from data.demo.draws import Draws
from data.demo.frames import PRODUCT_IDS, Table, frame, ids, words
from data.demo.harm import Harm
from data.demo.writer import Spool, calendar

NOTHING = np.zeros(0, np.int32)


def write_all(drawn: Draws, hurt: Harm, spool: Spool, dice: Streams) -> None:
    """Every table but those of the sales app."""
    plan = calendar(drawn.world.line)
    oldest = plan[0].arrived
    spool.write("org", drawn.world.orgs.tree.to_frame(), oldest)
    spool.write("product", products.catalogue(), oldest)
    spool.write("target", drawn.targets, oldest)
    for name, day, rows in _by_day(drawn, hurt, dice):
        spool.deliver(name, rows, day, plan)


def _by_day(drawn: Draws, hurt: Harm, dice: Streams) -> Iterator[Table]:
    """The tables that come by day, one after another, so that memory holds a few of them at once."""
    since = max(drawn.service_from, number(month_first(date_of(drawn.world.line.as_of), -drawn.size.behaviour_months)))
    signed = sales.debit(drawn, dice["debits"])
    yield from staff.tables(drawn, hurt, since, dice)
    yield from sales.tables(drawn, hurt, signed, since, dice)
    yield from renewal(drawn, hurt, signed, dice)
    yield from notes(drawn, hurt, dice)
    yield from care.tables(drawn, hurt)
    yield from supervision.tables(drawn, dice["meetings"])


def renewal(drawn: Draws, hurt: Harm, signed: Bools, dice: Streams) -> list[Table]:
    """Due items, their steps, and the changes of policies; `signed` for an automatic debit."""
    items = hurt.dues
    order = np.lexsort((items.due, items.announced))
    due_ids = np.empty(len(order), np.int64)
    due_ids[order] = ids(len(order))
    dues = frame(
        hurt.policies[items.policy], due_id=due_ids, policy_id=items.policy + 1, customer_id=items.customer,
        unit_id=drawn.world.orgs.units[items.unit], pay_no=items.pay_no, announced=items.announced, due=items.due,
        grace_end=items.due + np.int32(constants.GRACE_DAYS), amount=items.amount,
    ).sort("announced", "due_id")  # fmt: skip
    tried = debits.tries(items, signed, dice["debits"])
    parts = [
        _happened(hurt, hurt.steps, due_ids, renewals.KINDS, hurt.kept_steps),
        _happened(hurt, tried, due_ids, debits.KINDS, after=len(hurt.steps.due)),
    ]
    return [
        ("premium_due", "announced", dues),
        ("premium_step", "day", pl.concat(parts).sort("day", "step_id")),
        ("policy_change", "day", _changes(drawn, hurt, dice)),
    ]


def _happened(
    hurt: Harm, steps: renewals.Steps, due_ids: Ints, kinds: tuple[str, ...], kept: Bools | None = None, after: int = 0
) -> pl.DataFrame:
    """Steps of due items, numbered from `after` on."""
    there = hurt.policies[hurt.dues.policy[steps.due]] & (steps.day < renewals.UNPAID)
    return frame(
        there if kept is None else there & kept, step_id=ids(len(steps.due), after), due_id=due_ids[steps.due],
        day=steps.day, kind=words(kinds, steps.kind), amount=steps.amount,
    )  # fmt: skip


def _changes(drawn: Draws, hurt: Harm, dice: Streams) -> pl.DataFrame:
    """The changes that end policies or bring them back, then those that the core system makes by itself."""
    unpaid = drawn.dues.paid == renewals.UNPAID
    lapsing = drawn.dues.policy[unpaid]
    lapsed = service.lapses(lapsing, drawn.dues.due[unpaid] + np.int32(constants.GRACE_DAYS), dice["service"])
    ended = _numbered(drawn, hurt, [drawn.changes, lapsed])
    kept = [debits.loans(hurt.dues, dice["loans"]), debits.maturities(drawn.policies, drawn.last, lapsing)]
    return pl.concat([ended, _numbered(drawn, hurt, kept, after=len(ended))]).sort("day", "change_id")


def _numbered(drawn: Draws, hurt: Harm, parts: list[service.Changes], after: int = 0) -> pl.DataFrame:
    """Changes of the policies that are there, by day, numbered from `after` on."""
    rows = service.Changes.joined(parts)
    there = hurt.policies[rows.policy] & (drawn.policies.issued[rows.policy] < rows.day)
    rows = rows.take(there)
    rows = rows.take(np.lexsort((rows.kind, rows.policy, rows.day)))
    return frame(
        change_id=ids(len(rows.day), after), policy_id=rows.policy + 1, day=rows.day,
        kind=words(service.CHANGES, rows.kind), amount=rows.amount,
    )  # fmt: skip


def notes(drawn: Draws, hurt: Harm, dice: Streams) -> list[Table]:
    """Recordings, callbacks and complaints, the planted cluster among them."""
    issued, luck = drawn.policies, dice["service"]
    suspect, extra = np.zeros(len(issued.agent), bool), service.Notes(NOTHING, NOTHING, NOTHING)
    if hurt.place:
        sold = damage.sold(hurt.place, issued)
        suspect = sold & (issued.issued >= hurt.place.mislead_start)
        extra = service.cluster(sold & hurt.policies, (hurt.place.mislead_start, hurt.place.as_of + 1), dice["plants"])
    since, end = drawn.service_from, drawn.world.line.last
    recorded = _recordings(drawn, service.recordings(issued, since, suspect, luck), suspect, dice["recordings"])
    called = service.callbacks(issued, since, luck)
    complained = service.together([service.complaints(issued, drawn.last, (since, end), luck), extra])
    marks = _marks(drawn, recorded, dice["recordings"])
    results = {"result": pl.Series(service.RESULTS).gather(called.code)}
    topics = {"topic": pl.Series(service.TOPICS).gather(complained.code)}
    return [
        ("recording", "day", _note(drawn, hurt, recorded, "recording_id", marks)),
        ("callback", "day", _note(drawn, hurt, called, "callback_id", results)),
        ("complaint", "day", _note(drawn, hurt, complained, "complaint_id", topics)),
    ]


def _recordings(drawn: Draws, noted: service.Notes, suspect: Bools, dice: Dice) -> service.Notes:
    """With the recordings that must be; one of a policy that is not issued yet is not known by its number."""
    required = np.isin(drawn.policies.product, [at for at, id_ in enumerate(PRODUCT_IDS) if id_ in products.RECORDED])
    every = service.must_record(drawn.policies, noted, drawn.service_from, required, suspect, dice)
    return every.take(drawn.policies.issued[every.policy] <= drawn.world.line.as_of)


def _marks(drawn: Draws, recorded: service.Notes, dice: Dice) -> dict[str, object]:
    checks = service.checks(drawn.policies, recorded, dice)
    checked = pl.Series(checks.checked).cast(pl.Date)
    return {
        "passed": (recorded.code % 2) == 1, "mislead": recorded.code >= 2, "minutes": checks.minutes,
        "rework": checks.rework, "checked": checked.set(pl.Series(checks.checked > drawn.world.line.as_of), None),
    }  # fmt: skip


def _note(drawn: Draws, hurt: Harm, rows: service.Notes, key: str, more: Mapping[str, object]) -> pl.DataFrame:
    issued = drawn.policies
    columns = {
        key: ids(len(rows.day)), "day": rows.day, "policy_id": rows.policy + 1,
        "agent_id": issued.agent[rows.policy] + 1, "product_id": PRODUCT_IDS.gather(issued.product[rows.policy]),
    }  # fmt: skip
    return frame(hurt.policies[rows.policy], **columns, **more)
