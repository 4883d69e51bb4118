"""The drawn insurer as the tables of its sources, without the sales app's."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from data.demo import assigns, constants, damage, products, renewals, roster, service
from data.demo.columns import Bools, Ints
from data.demo.dice import Dice, Streams
from data.demo.draws import Draws
from data.demo.harm import Harm
from data.demo.writer import Spool, calendar

NOTHING = np.zeros(0, np.int32)
PRODUCT_IDS = pl.Series([row[0] for row in products.PRODUCTS])


def write_all(drawn: Draws, hurt: Harm, spool: Spool, dice: Streams) -> None:
    """Every table but those of the sales app."""
    plan = calendar(drawn.world.line)
    oldest = plan[0].arrived
    spool.write("org", drawn.world.orgs.tree.to_frame(), oldest)
    spool.write("product", products.catalogue(), oldest)
    spool.write("target", drawn.targets, oldest)
    spool.deliver("agent", roster.roster(drawn.world.people, dice["agents"]).sort("day", "agent_id"), "day", plan)
    spool.deliver("movement", hurt.movements, "day", plan)
    for name, day, rows in (*sales(drawn, hurt), *renewal(drawn, hurt, dice), *notes(drawn, hurt, dice)):
        spool.deliver(name, rows, day, plan)


Table = tuple[str, str, pl.DataFrame]


def _frame(keep: Bools | None = None, /, **columns: object) -> pl.DataFrame:
    frame = pl.DataFrame(columns)
    return frame if keep is None else frame.filter(keep)


def _ids(size: int) -> Ints:
    return np.arange(1, size + 1, dtype=np.int64)


def sales(drawn: Draws, hurt: Harm) -> list[Table]:
    """Applications, policies, and who serves their customers."""
    cases, issued = drawn.cases, drawn.policies
    applications = _frame(
        hurt.applications, application_id=_ids(len(cases.agent)), day=cases.applied, agent_id=cases.agent + 1,
        customer_id=cases.customer, product_id=PRODUCT_IDS.gather(cases.product), premium=cases.premium,
    )  # fmt: skip
    policies = _frame(
        hurt.policies, policy_id=_ids(len(issued.agent)), application_id=pl.Series(drawn.case + 1).replace(0, None),
        agent_id=issued.agent + 1, customer_id=issued.customer, product_id=PRODUCT_IDS.gather(issued.product),
        issued=issued.issued, premium=issued.premium, pay_years=issued.pay_years,
    )  # fmt: skip
    return [
        ("application", "day", applications),
        ("policy", "issued", policies),
        ("customer_assign", "day", _serving(hurt)),
    ]


def _serving(hurt: Harm) -> pl.DataFrame:
    rows = hurt.assigns
    return _frame(
        assign_id=_ids(len(rows.day)), customer_id=rows.customer, day=rows.day,
        kind=pl.Series(assigns.KINDS).gather(rows.kind), agent_id=pl.Series(rows.agent + 1).replace(0, None),
    )  # fmt: skip


def renewal(drawn: Draws, hurt: Harm, dice: Streams) -> list[Table]:
    """Due items, their steps, and the changes of policies."""
    items, steps = hurt.dues, hurt.steps
    order = np.lexsort((items.due, items.announced))
    due_ids = np.empty(len(order), np.int64)
    due_ids[order] = _ids(len(order))
    dues = _frame(
        hurt.policies[items.policy], due_id=due_ids, policy_id=items.policy + 1, customer_id=items.customer,
        unit_id=drawn.world.orgs.units[items.unit], pay_no=items.pay_no, announced=items.announced, due=items.due,
        grace_end=items.due + np.int32(constants.GRACE_DAYS), amount=items.amount,
    ).sort("announced", "due_id")  # fmt: skip
    kept = hurt.kept_steps & hurt.policies[items.policy[steps.due]] & (steps.day < renewals.UNPAID)
    happened = _frame(
        kept, step_id=_ids(len(steps.due)), due_id=due_ids[steps.due], day=steps.day,
        kind=pl.Series(renewals.KINDS).gather(steps.kind), amount=steps.amount,
    ).sort("day", "step_id")  # fmt: skip
    return [
        ("premium_due", "announced", dues),
        ("premium_step", "day", happened),
        ("policy_change", "day", _changes(drawn, hurt, dice["service"])),
    ]


def _changes(drawn: Draws, hurt: Harm, dice: Dice) -> pl.DataFrame:
    unpaid = drawn.dues.paid == renewals.UNPAID
    lapsed = service.lapses(drawn.dues.policy[unpaid], drawn.dues.due[unpaid] + np.int32(constants.GRACE_DAYS), dice)
    parts = (drawn.changes, lapsed)
    frame = pl.concat([_frame(policy=part.policy, day=part.day, kind=part.kind, amount=part.amount) for part in parts])
    policy = frame["policy"].to_numpy()
    return (
        frame.filter(pl.Series(hurt.policies[policy] & (drawn.policies.issued[policy] < frame["day"].to_numpy())))
        .sort("day", "policy", "kind")
        .select(
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("change_id"),
            (pl.col("policy") + 1).alias("policy_id"),
            "day",
            pl.col("kind").replace_strict(dict(enumerate(service.CHANGES))),
            "amount",
        )
    )


def notes(drawn: Draws, hurt: Harm, dice: Streams) -> list[Table]:
    """Recordings, callbacks and complaints, the planted cluster among them."""
    issued, luck = drawn.policies, dice["service"]
    suspect, extra = np.zeros(len(issued.agent), bool), service.Notes(NOTHING, NOTHING, NOTHING)
    if hurt.place:
        sold = damage.sold(hurt.place, issued)
        suspect = sold & (issued.issued >= hurt.place.mislead_start)
        extra = service.cluster(sold & hurt.policies, (hurt.place.mislead_start, hurt.place.as_of + 1), dice["plants"])
    since, end = drawn.service_from, drawn.world.line.last
    recorded = service.recordings(issued, since, suspect, luck)
    called = service.callbacks(issued, since, luck)
    complained = service.together([service.complaints(issued, drawn.last, (since, end), luck), extra])
    marks = {"passed": (recorded.code % 2) == 1, "mislead": recorded.code >= 2}
    results = {"result": pl.Series(service.RESULTS).gather(called.code)}
    topics = {"topic": pl.Series(service.TOPICS).gather(complained.code)}
    return [
        ("recording", "day", _note(drawn, hurt, recorded, "recording_id", marks)),
        ("callback", "day", _note(drawn, hurt, called, "callback_id", results)),
        ("complaint", "day", _note(drawn, hurt, complained, "complaint_id", topics)),
    ]


def _note(drawn: Draws, hurt: Harm, rows: service.Notes, key: str, more: Mapping[str, object]) -> pl.DataFrame:
    issued = drawn.policies
    columns = {
        key: _ids(len(rows.day)), "day": rows.day, "policy_id": rows.policy + 1,
        "agent_id": issued.agent[rows.policy] + 1, "product_id": PRODUCT_IDS.gather(issued.product[rows.policy]),
    }  # fmt: skip
    return _frame(hurt.policies[rows.policy], **columns, **more)
