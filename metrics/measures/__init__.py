"""The register of measures: what each base quantity is, whether it is money, and which table it needs."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["flow", "stock", "agent_flag", "customer_flag", "team_flag", "cohort", "target"]


CENTS = 100
"""Cents in a yuan: facts and measures count cents, cells show yuan."""


@dataclass(frozen=True)
class Measure:
    """A base quantity of one kind; `table` is the fact table without which there is no number.

    `lead` is how many months before a period its facts begin (a cohort looks back). Money is in cents.
    """

    id: str
    kind: Kind
    table: str
    money: bool = False
    lead: int = 0


PAID = "premium_due"
MEASURES = {
    measure.id: measure
    for measure in (
        Measure("visits", "flow", "agent_day"),
        Measure("proposals", "flow", "agent_day"),
        Measure("policies", "flow", "policy"),
        Measure("fyp_regular", "flow", "policy", money=True),
        Measure("recruits", "flow", "movement"),
        Measure("ren_cash", "flow", "premium_step", money=True),
        Measure("hc_begin", "stock", "movement"),
        Measure("hc_end", "stock", "movement"),
        Measure("hc_visit", "agent_flag", "agent_day"),
        Measure("hc_producing", "agent_flag", "policy"),
        Measure("hc_active", "agent_flag", "policy"),
        Measure("proposal_cust", "customer_flag", "customer_day"),
        Measure("proposal_cust_apply", "customer_flag", "customer_day"),
        Measure("zero_depts", "team_flag", "policy"),
        Measure("depts_total", "team_flag", "policy"),
        Measure("ren_due", "cohort", PAID, money=True),
        Measure("ren_paid_month", "cohort", PAID, money=True),
        Measure("ren_due_cnt", "cohort", PAID),
        Measure("ren_contacted", "cohort", PAID),
        Measure("p13_base", "cohort", PAID, money=True, lead=2),
        Measure("p13_kept", "cohort", PAID, money=True, lead=2),
        Measure("coh3_size", "cohort", "movement", lead=3),
        Measure("coh3_alive", "cohort", "movement", lead=3),
        Measure("tgt_visits", "target", "target"),
        Measure("tgt_proposals", "target", "target"),
        Measure("tgt_policies", "target", "target"),
        Measure("tgt_fyp_regular", "target", "target", money=True),
        Measure("tgt_recruits", "target", "target"),
        Measure("tgt_ren_cash", "target", "target", money=True),
        Measure("tgt_hc_end", "target", "target"),
        Measure("tgt_hc_active", "target", "target"),
        Measure("tgt_hc_producing", "target", "target"),
        Measure("tgt_ren_rate", "target", "target"),
        Measure("tgt_p13", "target", "target"),
    )
}
TARGETS = tuple(measure.id for measure in MEASURES.values() if measure.kind == "target")
