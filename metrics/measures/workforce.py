"""Measures of the sales force: headcount, rank, tenure, recruiting, attendance, training, appraisal, income."""

import narwhals as nw

from metrics.measures.kinds import Facts, Flows, Recruits, Source, Stock
from metrics.posts import Lazy


def _staff(facts: Facts) -> Lazy:
    """Everyone on the staff, one spell a unit."""
    return facts["posts"].filter(nw.col("staffed")).select("unit_id", "since", "until", amount=nw.lit(1))


def _joined(facts: Facts) -> Lazy:
    return facts["movement"].filter(nw.col("kind") == "onboard").select("agent_id", "day", recruits=nw.lit(1))


SOURCES: tuple[Source, ...] = (
    Stock("hc_end", "movement", _staff, begin="hc_begin"),
    Flows("movement", _joined, counts=("recruits",)),
    Recruits(3, "coh3_size", "coh3_alive"),
)
