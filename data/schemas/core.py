"""Products, customers, policies and premium."""

import dataframely as dy
import polars as pl

from data.schemas.words import UNIT_ID, one_of


class Product(dy.Schema):
    """A product of the insurer; `regular` marks premium paid every year, `recorded` a sale that must be recorded."""

    product_id = dy.String(primary_key=True, min_length=1)
    name_zh = dy.String(min_length=1)
    name_en = dy.String(min_length=1)
    line = one_of("life", "annuity", "ci", "medical", "accident")
    design = one_of("ordinary", "participating", "universal")
    regular = dy.Bool()
    term_years = dy.Int16(min=1)
    recorded = dy.Bool()


class Customer(dy.Schema):
    """A customer; `segment` is their grade, a the most valuable."""

    customer_id = dy.Int64(primary_key=True, min=1)
    since = dy.Date()
    born = dy.Int16(min=1900)
    segment = one_of("a", "b", "c", "d")


class Policy(dy.Schema):
    """An issued policy; `premium` in cents is a year's (regular) or the single premium.

    The core system works out, in cents, `standard` premium (by product and paying years), first-year `commission` and
    new business `value`. `debit`: the customer signed an automatic debit.
    """

    policy_id = dy.Int64(primary_key=True, min=1)
    application_id = dy.Int64(nullable=True)
    agent_id = dy.Int32(min=1)
    customer_id = dy.Int64(min=1)
    product_id = dy.String(min_length=1)
    issued = dy.Date()
    premium = dy.Int64(min_exclusive=0)
    pay_years = dy.Int16(min=1)
    standard = dy.Int64(min=0)
    commission = dy.Int64(min=0)
    value = dy.Int64(min=0)
    debit = dy.Bool()


class PolicyChange(dy.Schema):
    """What ends or changes a policy; `amount` in cents (the premium returned, the benefit paid).

    `matured` pays a benefit at the end of the term; `apl` pays a premium by an automatic loan, the policy goes on.
    """

    change_id = dy.Int64(primary_key=True, min=1)
    policy_id = dy.Int64(min=1)
    day = dy.Date()
    kind = one_of(
        "freelook_cancel", "surrender", "transfer_out", "claim_terminated", "lapse", "reinstate", "matured", "apl"
    )
    amount = dy.Int64(min=0)


class PremiumDue(dy.Schema):
    """A renewal premium that falls due; announced ahead, served by `unit_id`; grace ends 60 days after `due`."""

    due_id = dy.Int64(primary_key=True, min=1)
    policy_id = dy.Int64(min=1)
    customer_id = dy.Int64(min=1)
    unit_id = dy.String(regex=UNIT_ID)
    pay_no = dy.Int16(min=2)
    announced = dy.Date()
    due = dy.Date()
    grace_end = dy.Date()
    amount = dy.Int64(min_exclusive=0)

    @dy.rule()
    def dates_in_order(cls) -> pl.Expr:
        """Announced, due, end of grace: in this order."""
        return (pl.col("announced") <= pl.col("due")) & (pl.col("due") < pl.col("grace_end"))


class PremiumStep(dy.Schema):
    """What happened to a due item: reminded, contacted, promised, paid (`amount` in cents), debited or not."""

    step_id = dy.Int64(primary_key=True, min=1)
    due_id = dy.Int64(min=1)
    day = dy.Date()
    kind = one_of("reminded", "contacted", "promised", "paid", "debit_ok", "debit_failed")
    amount = dy.Int64(min=0)


class CustomerAssign(dy.Schema):
    """Who serves a customer from a day on; `agent_id` null = an orphan."""

    assign_id = dy.Int64(primary_key=True, min=1)
    customer_id = dy.Int64(min=1)
    day = dy.Date()
    kind = one_of("sale", "orphaned", "assigned")
    agent_id = dy.Int32(nullable=True)
