"""The schema of every table: what a source delivers, what is refused, and where it arrives.

Money is in cents. A fact carries the agent and the day; the agent's unit on that day comes from `movement`.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from types import new_class
from typing import cast

import dataframely as dy

from data.schemas.core import Customer, CustomerAssign, Policy, PolicyChange, PremiumDue, PremiumStep, Product
from data.schemas.issuing import Application, ApplicationStep
from data.schemas.personnel import Agent, Appraisal, Attendance, Career, Income, Movement, Org, RecruitStep, Training
from data.schemas.planning import Target
from data.schemas.sales_app import AgentDay, CustomerDay, Event, ReviewStep, Wecom
from data.schemas.service import Callback, Complaint, Meeting, MeetingTask, MeetingTaskDone, Recording
from data.schemas.words import LEVELS, ORG_ID

__all__ = ["LEVELS", "ORG_ID", "SOURCES", "TABLES", "Table"]


@dataclass(frozen=True)
class Table:
    """A table: which source delivers it, in which file format, its key and the day that its rows belong to.

    `snapshot` tables are delivered whole: the newest file replaces the table.
    """

    name: str
    source: str
    format: str
    schema: type[dy.Schema]
    day: str | None
    snapshot: bool = False

    @cached_property
    def key(self) -> list[str]:
        return self.schema.primary_key()

    @cached_property
    def keys(self) -> "Table":
        """The table with nothing but its key, as a file of deletions holds it."""
        columns = {name: self.schema.columns()[name] for name in self.key}
        schema = cast("type[dy.Schema]", new_class("Key", (dy.Schema,), exec_body=lambda body: body.update(columns)))
        return replace(self, schema=schema, day=self.day if self.day in columns else None)


SOURCES = ("personnel", "core", "issuing", "sales_app", "service", "planning")
TABLES = {
    table.name: table
    for table in (
        Table("org", "personnel", "csv", Org, None, snapshot=True),
        Table("agent", "personnel", "csv", Agent, None),
        Table("movement", "personnel", "csv", Movement, "day"),
        Table("career", "personnel", "csv", Career, "day"),
        Table("recruit_step", "personnel", "csv", RecruitStep, "day"),
        Table("attendance", "personnel", "parquet", Attendance, "day"),
        Table("training", "personnel", "parquet", Training, "day"),
        Table("appraisal", "personnel", "csv", Appraisal, "day"),
        Table("income", "personnel", "csv", Income, "day"),
        Table("product", "core", "parquet", Product, None, snapshot=True),
        Table("customer", "core", "parquet", Customer, "since"),
        Table("policy", "core", "parquet", Policy, "issued"),
        Table("policy_change", "core", "parquet", PolicyChange, "day"),
        Table("premium_due", "core", "parquet", PremiumDue, "announced"),
        Table("premium_step", "core", "parquet", PremiumStep, "day"),
        Table("customer_assign", "core", "parquet", CustomerAssign, "day"),
        Table("application", "issuing", "jsonl", Application, "day"),
        Table("application_step", "issuing", "jsonl", ApplicationStep, "day"),
        Table("event", "sales_app", "parquet", Event, "day"),
        Table("agent_day", "sales_app", "parquet", AgentDay, "day"),
        Table("customer_day", "sales_app", "parquet", CustomerDay, "day"),
        Table("wecom", "sales_app", "parquet", Wecom, "day"),
        Table("review_step", "sales_app", "parquet", ReviewStep, "day"),
        Table("complaint", "service", "csv", Complaint, "day"),
        Table("recording", "service", "csv", Recording, "day"),
        Table("callback", "service", "csv", Callback, "day"),
        Table("meeting", "service", "csv", Meeting, "day"),
        Table("meeting_task", "service", "csv", MeetingTask, "day"),
        Table("meeting_task_done", "service", "csv", MeetingTaskDone, "day"),
        Table("target", "planning", "csv", Target, None),
    )
}
