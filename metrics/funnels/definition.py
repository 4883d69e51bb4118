"""A campaign as its file says it: stages, ways out on the side, months; and there and back as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

Order = Literal["listed", "any"]
ORDERS: tuple[Order, ...] = ("listed", "any")
"""`listed`: a stage is reached from the one before it alone. `any`: with its event at any time of the whole window."""


class _Named:
    name_zh: str
    name_en: str

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True)
class Stage(_Named):
    """One stage: reached with the first `event` at most `days` after the stage before.

    `expected` is the rate from the stage before; `target` how many of the whole company are to reach it in a month;
    `indicator` shows the same work as a figure.
    """

    event: str
    name_zh: str
    name_en: str
    indicator: str | None = None
    days: int | None = None
    expected: float | None = None
    target: int | None = None


@dataclass(frozen=True)
class Exit(_Named):
    """A way out on the side: the `event` with which an entity leaves that has reached the stage `after` (its event)."""

    id: str
    event: str
    after: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Campaign(_Named):
    """A funnel: entities of one kind that enter in one of the `months` (1-12) with the first stage's event."""

    id: str
    version: int
    name_zh: str
    name_en: str
    entity: str
    months: tuple[int, ...]
    stages: tuple[Stage, ...]
    order: Order = "listed"
    exits: tuple[Exit, ...] = ()

    @property
    def days(self) -> int:
        """How long all windows last together."""
        return sum(stage.days or 0 for stage in self.stages)

    @property
    def ordered(self) -> bool:
        return self.order == "listed"

    @property
    def events(self) -> frozenset[str]:
        """What the campaign waits for once somebody entered."""
        return frozenset([*(stage.event for stage in self.stages[1:]), *(one.event for one in self.exits)])

    def exits_at(self, stage: int) -> list[int]:
        """The places of the exits that are open to who has reached a stage and not the next."""
        reached = [one.event for one in self.stages[: stage + 1]]
        return [at for at, one in enumerate(self.exits) if one.after in reached]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        """Of a campaign that was told before there were exits, too."""
        stages = tuple(Stage(**stage) for stage in row["stages"])
        exits = tuple(Exit(**one) for one in row.get("exits", ()))
        return cls(**{**row, "months": tuple(row["months"]), "stages": stages, "exits": exits})
