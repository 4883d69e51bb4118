"""What happened to the entities of campaigns, by day: the events that stages wait for.

A rows function gives entity (Int64), day, policies and cents (Int64, what the event is worth). Rows with which an
entity can enter have `agent_id` too, or, of due items, what `metrics.funnels.entrants` makes it from.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from data.schemas import TABLES
from metrics.derived import Scans
from metrics.measures.renewal import AFTER_GRACE

Rows = Callable[[Scans], pl.LazyFrame]
ENTITIES = ("customer", "due", "candidate")
ACTS = {"visit": "valid_visits", "needs": "needs", "proposal": "proposals"}


@dataclass(frozen=True)
class Until:
    """The facts as they stood at the end of a day."""

    tables: Scans
    last: date

    def scan(self, name: str) -> pl.LazyFrame:
        rows, day = self.tables.scan(name), TABLES[name].day
        return rows.filter(pl.col(day) <= self.last) if day else rows


@dataclass(frozen=True)
class Event:
    """An event of one kind of entity; with an `entry` one a funnel can begin."""

    entity: str
    rows: Rows
    entry: bool = False


def _worth(frame: pl.LazyFrame, entity: str, *more: str, policies: int = 0, cents: str | None = None) -> pl.LazyFrame:
    money = pl.col(cents) if cents else pl.lit(0)
    return frame.select(
        pl.col(entity).cast(pl.Int64).alias("entity"),
        "day",
        *more,
        policies=pl.lit(policies, pl.Int64),
        cents=money.cast(pl.Int64),
    )


def _act(column: str) -> Rows:
    def rows(tables: Scans) -> pl.LazyFrame:
        done = tables.scan("customer_day").filter(pl.col(column) > 0)
        return _worth(done, "customer_id", "agent_id")

    return rows


def _application(tables: Scans) -> pl.LazyFrame:
    return _worth(tables.scan("application"), "customer_id", policies=1, cents="premium")


def _policies(tables: Scans) -> pl.LazyFrame:
    return tables.scan("policy").select("policy_id", "customer_id", "premium", day=pl.col("issued"))


def _issued(tables: Scans) -> pl.LazyFrame:
    return _worth(_policies(tables), "customer_id", policies=1, cents="premium")


def _kept(tables: Scans) -> pl.LazyFrame:
    """A call that went well, about a policy that nobody cancelled in its free look."""
    cancelled = tables.scan("policy_change").filter(pl.col("kind") == "freelook_cancel")
    calls = tables.scan("callback").filter(pl.col("result") == "ok").select("policy_id", "day")
    known = calls.join(_policies(tables).drop("day"), on="policy_id").join(cancelled, on="policy_id", how="anti")
    return _worth(known, "customer_id", policies=1, cents="premium")


def _review(kind: str) -> Rows:
    def rows(tables: Scans) -> pl.LazyFrame:
        return _worth(tables.scan("review_step").filter(pl.col("kind") == kind), "customer_id", "agent_id")

    return rows


def _appointed(tables: Scans) -> pl.LazyFrame:
    met = _review("appointed")(tables).drop("agent_id")
    return pl.concat([met, _worth(tables.scan("wecom"), "customer_id")])


def _premium(kind: str) -> Rows:
    def rows(tables: Scans) -> pl.LazyFrame:
        steps = tables.scan("premium_step").filter(pl.col("kind") == kind)
        return _worth(steps, "due_id", policies=int(kind == "paid"), cents="amount" if kind == "paid" else None)

    return rows


def _debited(tables: Scans) -> pl.LazyFrame:
    """Premiums that an automatic debit paid; the step itself has no sum."""
    steps = tables.scan("premium_step").filter(pl.col("kind") == "debit_ok")
    items = tables.scan("premium_due").select("due_id", "amount")
    return _worth(steps.drop("amount").join(items, on="due_id"), "due_id", policies=1, cents="amount")


def _graced(kind: str) -> Rows:
    """Due items whose policy changed so when their grace ended."""

    def rows(tables: Scans) -> pl.LazyFrame:
        changes = tables.scan("policy_change").filter(pl.col("kind") == kind).select("policy_id", "day", "amount")
        items = tables.scan("premium_due").select("due_id", "policy_id", "grace_end").join(changes, on="policy_id")
        near = pl.col("day").is_between("grace_end", pl.col("grace_end").dt.offset_by(AFTER_GRACE))
        paid = kind == "apl"
        return _worth(items.filter(near), "due_id", policies=int(paid), cents="amount" if paid else None)

    return rows


def _due(tables: Scans) -> pl.LazyFrame:
    """Every item; `owed` until that day, on which it is paid or its grace is over."""
    paid = tables.scan("premium_step").filter(pl.col("kind") == "paid").group_by("due_id").agg(paid=pl.col("day").min())
    items = tables.scan("premium_due").join(paid, on="due_id", how="left")
    items = items.with_columns(owed=pl.min_horizontal("paid", pl.col("grace_end") + pl.duration(days=1)))
    named = items.with_columns(day=pl.col("announced"))
    return _worth(named, "due_id", "customer_id", "unit_id", "due", "owed", "pay_no", policies=1, cents="amount")


def _recruit(kind: str) -> Rows:
    def rows(tables: Scans) -> pl.LazyFrame:
        steps = tables.scan("recruit_step").filter(pl.col("kind") == kind)
        return _worth(steps.rename({"agent_id": "own", "recruiter_id": "agent_id"}), "candidate_id", "agent_id")

    return rows


def _first_order(tables: Scans) -> pl.LazyFrame:
    """The policies of those who came on board, each of them once a day."""
    came = tables.scan("recruit_step").filter(pl.col("kind") == "onboard").select("candidate_id", "agent_id")
    sold = tables.scan("policy").select("agent_id", "premium", day=pl.col("issued"))
    return _worth(sold.join(came, on="agent_id"), "candidate_id", policies=1, cents="premium")


EVENTS: Mapping[str, Event] = {
    **{name: Event("customer", _act(column), entry=name == "visit") for name, column in ACTS.items()},
    "application": Event("customer", _application),
    "issued": Event("customer", _issued),
    "kept": Event("customer", _kept),
    "task": Event("customer", _review("assigned"), entry=True),
    "appointed": Event("customer", _appointed),
    "reviewed": Event("customer", _review("done")),
    "gap": Event("customer", _review("gap_found")),
    "due": Event("due", _due, entry=True),
    **{kind: Event("due", _premium(kind)) for kind in ("reminded", "contacted", "promised", "paid")},
    "debited": Event("due", _debited),
    "loaned": Event("due", _graced("apl")),
    "lapsed": Event("due", _graced("lapse")),
    "contact": Event("candidate", _recruit("contact"), entry=True),
    **{kind: Event("candidate", _recruit(kind)) for kind in ("interview", "apply", "onboard")},
    "first_order": Event("candidate", _first_order),
}
