"""What agents do in the sales app."""

import dataframely as dy
import polars as pl

from data.schemas.words import one_of

EVENT_KINDS = (
    "open", "share", "read", "visit", "proposal", "needs", "review", "prospect", "campaign", "coach"
)  # fmt: skip
NAMED_KINDS = ("visit", "proposal", "needs", "review")
VALID_VISIT_MINUTES = 5


class Event(dy.Schema):
    """One act in the sales app; what is done with a customer names them.

    `mode` says how a visit was made; a valid one is face to face or by video and lasts five minutes or more.
    """

    event_id = dy.Int64(primary_key=True, min=1)
    at = dy.Datetime(time_unit="us")
    day = dy.Date()
    agent_id = dy.Int32(min=1)
    customer_id = dy.Int64(nullable=True)
    kind = one_of(*EVENT_KINDS)
    minutes = dy.Int16(nullable=True, min=0)
    mode = one_of("f2f", "video", "phone", nullable=True)

    @dy.rule()
    def customer_named(cls) -> pl.Expr:
        """A visit, a proposal, an analysis or a review without a customer is none."""
        return ~pl.col("kind").is_in(list(NAMED_KINDS)) | pl.col("customer_id").is_not_null()

    @dy.rule()
    def day_of_time(cls) -> pl.Expr:
        """`day` is the day of `at`."""
        return pl.col("at").dt.date() == pl.col("day")


class AgentDay(dy.Schema):
    """An agent's day in the sales app; delivered for the time before raw events, rebuilt from them after."""

    agent_id = dy.Int32(primary_key=True, min=1)
    day = dy.Date(primary_key=True)
    visits = dy.Int64(min=0)
    valid_visits = dy.Int64(min=0)
    needs = dy.Int64(min=0)
    proposals = dy.Int64(min=0)
    reviews = dy.Int64(min=0)
    shares = dy.Int64(min=0)
    reads = dy.Int64(min=0)
    prospects = dy.Int64(min=0)
    campaigns = dy.Int64(min=0)
    coachings = dy.Int64(min=0)
    app_events = dy.Int64(min=0)


class CustomerDay(dy.Schema):
    """What an agent did with one customer on one day; source as AgentDay."""

    agent_id = dy.Int32(primary_key=True, min=1)
    customer_id = dy.Int64(primary_key=True, min=1)
    day = dy.Date(primary_key=True)
    visits = dy.Int64(min=0)
    valid_visits = dy.Int64(min=0)
    needs = dy.Int64(min=0)
    proposals = dy.Int64(min=0)
    reviews = dy.Int64(min=0)


class Wecom(dy.Schema):
    """A customer added an agent on WeCom, once for good."""

    customer_id = dy.Int64(primary_key=True, min=1)
    agent_id = dy.Int32(min=1)
    day = dy.Date()


class ReviewStep(dy.Schema):
    """A policy review task of the service month: assigned, appointed, done (report sent), a gap found."""

    step_id = dy.Int64(primary_key=True, min=1)
    task_id = dy.Int64(min=1)
    customer_id = dy.Int64(min=1)
    agent_id = dy.Int32(min=1)
    day = dy.Date()
    kind = one_of("assigned", "appointed", "done", "gap_found")
