"""The planted anomalies: which, where and when."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from data.demo.days import Timeline, date_of
from data.demo.dice import Dice
from data.demo.orgs import Orgs
from data.demo.products import PRODUCTS

FAKE_DAYS, MISLEAD_DAYS, MISLEAD_PRODUCT = 30, 45, 5
YOUNG_WORKDAYS = 8


@dataclass(frozen=True)
class Plant:
    """One line of the answer sheet; `first` and `last` are its days, both included."""

    kind: str
    org: str
    first: date
    last: date
    indicators: tuple[str, ...]
    note: str

    def row(self) -> dict[str, object]:
        return {
            "kind": self.kind, "org": self.org, "from": self.first.isoformat(), "to": self.last.isoformat(),
            "indicators": list(self.indicators), "note": self.note,
        }  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """Where the plants are (org ids), and their days as numbers."""

    orgs: Orgs
    branch: str
    collapse: str
    wave: str
    fake: str
    start: int
    third: int
    fifth: int
    late: int
    as_of: int

    @property
    def fake_start(self) -> int:
        return self.as_of - FAKE_DAYS + 1

    @property
    def mislead_start(self) -> int:
        return self.as_of - MISLEAD_DAYS + 1


def scene(orgs: Orgs, line: Timeline, dice: Dice) -> Scene:
    """Three sub-branches of one branch; the month of `as_of`, or the one before where it is young."""
    tree = orgs.tree
    branch = max(tree.at_level("branch"), key=lambda org: (len(tree.children(org)), org))
    below = tree.children(branch)
    collapse, wave, third = (below[at] for at in dice.permutation(len(below))[:3])
    fake = tree.children(third)[0]
    month = int(line.month_of(np.array([line.as_of]))[0])
    young = len(line.workdays(int(line.edges[month]), line.as_of + 1)) < YOUNG_WORKDAYS
    days = line.workdays(*line.edges[month - young : month - young + 2])
    late = int(days[6])
    if late + 2 > line.as_of:
        late = int(line.workdays(*line.edges[month - 1 : month + 1])[6])
    return Scene(orgs, branch, collapse, wave, fake, int(days[0]), int(days[2]), int(days[4]), late, line.as_of)


def answers(place: Scene) -> tuple[Plant, ...]:
    """The answer sheet."""
    day, end = date_of, date_of(place.as_of)
    product = PRODUCTS[MISLEAD_PRODUCT][0]
    process = ("visits", "visit_agent_rate", "reviews", "proposals", "policies", "fyp_regular", "fyp_target_rate")
    sales = (*process, "hc_producing", "hc_active", "activity_rate")
    return (
        Plant("collapse", place.collapse, day(place.start), end, sales,
              "Visits fall at once and nearly half of the agents make none; proposals follow from working day 3, "
              "applications, policies and premium from working day 5."),
        Plant("orphan_wave", place.wave, day(place.start), end,
              ("ren_month_rate", "ren_cash", "ren_contact_rate", "orphan_ratio", "hc_end"),
              "The 40 % of agents with the largest books leave on one day; their customers are orphans, reminders and "
              "contacts stop, payments fall to a fifth."),
        Plant("fake_visits", place.fake, day(place.fake_start), end,
              ("visits", "valid_visit_rate", "needs_rate", "proposals", "proposal_to_app_rate"),
              "More than twice the usual visits, the added ones of one or two minutes; hardly any needs analyses or "
              "proposals."),
        Plant("mislead", place.branch, day(place.mislead_start), end, ("complaint_rate", "dr_mislead_rate"),
              f"Product {product}: complaints and misleading-sales hits twelve times the usual."),
        Plant("late_data", place.orgs.tree.root.id, day(place.late), day(place.late), ("visits", "proposals"),
              f"Half of the sales app's rows of this day arrive with the file of {day(place.late + 2)}."),
    )  # fmt: skip
