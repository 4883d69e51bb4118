"""The tables of sales: applications and what became of them, policies, customers and who serves them."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from data.demo import assigns, constants, rates, underwriting
from data.demo.columns import Bools, Ints
from data.demo.dice import Dice, Streams, pick
from data.demo.draws import Draws
from data.demo.frames import PRODUCT_IDS, Table, frame, ids, words
from data.demo.harm import Harm

SEGMENTS = ("a", "b", "c", "d")


def tables(drawn: Draws, hurt: Harm, debits: Bools, since: int, dice: Streams) -> Iterator[Table]:
    """All tables of sales; `debits` as `debit` draws them, the steps of applications from day `since` on."""
    signed = underwriting.signing(drawn.cases, dice["underwriting"])
    yield "application", "day", _applications(drawn, hurt, signed)
    yield "application_step", "day", _steps(drawn, hurt, signed, since, dice["underwriting"])
    yield "policy", "issued", _policies(drawn, hurt, debits)
    yield "customer", "since", _customers(drawn, hurt, dice["customers"])
    yield "customer_assign", "day", _serving(hurt)


def debit(drawn: Draws, dice: Dice) -> Bools:
    """Whether each policy's customer signed an automatic debit."""
    return drawn.policies.regular & (dice.random(len(drawn.policies.agent)) < constants.DEBIT_SIGNED)


def _applications(drawn: Draws, hurt: Harm, signed: underwriting.Signing) -> pl.DataFrame:
    cases = drawn.cases
    return frame(
        hurt.applications, application_id=ids(len(cases.agent)), day=cases.applied, agent_id=cases.agent + 1,
        customer_id=cases.customer, product_id=PRODUCT_IDS.gather(cases.product), premium=cases.premium,
        at=_time(cases.applied.astype(np.int64) * underwriting.DAY + signed.second),
        channel=words(underwriting.CHANNELS, signed.channel),
    )  # fmt: skip


def _time(seconds: Ints) -> pl.Series:
    return pl.Series(seconds * 1_000_000).cast(pl.Datetime("us"))


def _steps(drawn: Draws, hurt: Harm, signed: underwriting.Signing, since: int, dice: Dice) -> pl.DataFrame:
    issued = np.zeros(len(drawn.cases.agent), bool)
    issued[drawn.case[hurt.policies & (drawn.case >= 0)]] = True
    steps = underwriting.steps(drawn.cases, signed, since, dice)
    kept = hurt.applications[steps.case] & ((steps.kind != underwriting.ISSUED) | issued[steps.case])
    return frame(
        kept, step_id=ids(len(steps.case)), application_id=steps.case.astype(np.int64) + 1, at=_time(steps.at),
        day=(steps.at // underwriting.DAY).astype(np.int32), kind=words(underwriting.KINDS, steps.kind),
    )  # fmt: skip


def _policies(drawn: Draws, hurt: Harm, debits: Bools) -> pl.DataFrame:
    issued = drawn.policies
    worth = {name: rates.cents(name, issued.premium, issued.product, issued.pay_years) for name in rates.WORTHS}
    return frame(
        hurt.policies, policy_id=ids(len(issued.agent)), application_id=pl.Series(drawn.case + 1).replace(0, None),
        agent_id=issued.agent + 1, customer_id=issued.customer, product_id=PRODUCT_IDS.gather(issued.product),
        issued=issued.issued, premium=issued.premium, pay_years=issued.pay_years, debit=debits, **worth,
    )  # fmt: skip


def _customers(drawn: Draws, hurt: Harm, dice: Dice) -> pl.DataFrame:
    """Everybody who bought, from their first policy on; older customers bought more often."""
    every = np.unique(drawn.policies.customer)
    born = np.clip(np.round(1980 + 11 * dice.standard_normal(len(every))), 1936, 2006).astype(np.int16)
    segment = pick(constants.SEGMENT_SHARES, len(every), dice)
    bought = drawn.policies.take(hurt.policies)
    who, first = np.unique(bought.customer, return_index=True)
    at = np.searchsorted(every, who)
    return frame(customer_id=who, since=bought.issued[first], born=born[at], segment=words(SEGMENTS, segment[at])).sort(
        "since", "customer_id"
    )


def _serving(hurt: Harm) -> pl.DataFrame:
    rows = hurt.assigns
    return frame(
        assign_id=ids(len(rows.day)), customer_id=rows.customer, day=rows.day,
        kind=words(assigns.KINDS, rows.kind), agent_id=pl.Series(rows.agent + 1).replace(0, None),
    )  # fmt: skip
