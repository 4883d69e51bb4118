"""Mobile applications and their underwriting."""

import dataframely as dy
import polars as pl

from data.schemas.words import one_of


class Application(dy.Schema):
    """A proposal signed and paid for by the customer; issue follows as a policy."""

    application_id = dy.Int64(primary_key=True, min=1)
    day = dy.Date()
    agent_id = dy.Int32(min=1)
    customer_id = dy.Int64(min=1)
    product_id = dy.String(min_length=1)
    premium = dy.Int64(min_exclusive=0)
    at = dy.Datetime(time_unit="us")
    channel = one_of("mobile", "paper")

    @dy.rule()
    def day_of_time(cls) -> pl.Expr:
        """`day` is the day of `at`."""
        return pl.col("at").dt.date() == pl.col("day")


class ApplicationStep(dy.Schema):
    """What became of it: passed by rule (`auto`), asked back (`notice`), answered, withdrawn, declined, issued."""

    step_id = dy.Int64(primary_key=True, min=1)
    application_id = dy.Int64(min=1)
    at = dy.Datetime(time_unit="us")
    day = dy.Date()
    kind = one_of("auto", "notice", "answered", "withdrawn", "declined", "issued")

    @dy.rule()
    def day_of_time(cls) -> pl.Expr:
        """`day` is the day of `at`."""
        return pl.col("at").dt.date() == pl.col("day")
