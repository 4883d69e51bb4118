"""Customer flags: distinct customers with a proposal, and those of them who applied. Never summed over days.

Key customer x period. Credit: the unit, on the as-of day, of the agent who proposed last in the period (of several on
one day, the one with the highest id), so that each customer counts once in the tree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.posts import Lazy
from metrics.roster import Roster

WINDOW = timedelta(days=30)
"""An application this long after the first proposal of the period still comes from it."""
AGENT_BITS = 32


def proposed(facts: Mapping[str, Lazy]) -> Lazy:
    """customer_id, agent_id, day: one row for each day on which an agent made a customer a proposal."""
    return facts["customer_day"].filter(nw.col("proposals") > 0).select("customer_id", "agent_id", "day")


def applied(facts: Mapping[str, Lazy]) -> Lazy:
    """customer_id, day of every application."""
    return facts["application"].select("customer_id", "day")


@dataclass(frozen=True)
class Customers:
    """Rows of `proposed` and of `applied`."""

    proposals: pl.DataFrame
    applications: pl.DataFrame

    def count(self, roster: Roster, first: date, as_of: date) -> dict[str, NDArray[np.int64]]:
        """Customers per unit with a proposal in first..as_of, and of those with an application within the window."""
        customers = self._customers(first, as_of)
        places, known = roster.places(customers["agent_id"])
        applied = customers["customer_id"].is_in(self._applicants(customers, as_of).implode()).to_numpy()
        return {
            "proposal_cust": roster.per_unit(places[known], as_of),
            "proposal_cust_apply": roster.per_unit(places[known & applied], as_of),
        }

    def _customers(self, first: date, as_of: date) -> pl.DataFrame:
        """customer_id, the first day of a proposal in the period, and the agent who proposed last."""
        rows = self.proposals.filter(pl.col("day").is_between(first, as_of))
        latest = (pl.col("day").to_physical().cast(pl.Int64) * 2**AGENT_BITS + pl.col("agent_id")).max()
        grouped = rows.group_by("customer_id").agg(pl.col("day").min().alias("first"), latest.alias("latest"))
        return grouped.with_columns((pl.col("latest") % 2**AGENT_BITS).cast(pl.Int32).alias("agent_id"))

    def _applicants(self, customers: pl.DataFrame, as_of: date) -> pl.Series:
        rows = self.applications.filter(pl.col("day") <= as_of).join(customers, on="customer_id")
        return rows.filter(pl.col("day").is_between(pl.col("first"), pl.col("first") + WINDOW))["customer_id"].unique()
