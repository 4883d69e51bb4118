"""A question understood: what is asked of which organisation, indicator and period."""

from dataclasses import dataclass
from typing import Literal

Intent = Literal[
    "value", "why", "definition", "action", "knowledge", "gap", "rank", "reds", "zero", "warnings", "summary", "help",
    "choice", "beyond", "period", "unknown",
]  # fmt: skip
"""What is asked; or why it cannot be answered. choice: it may mean several things; beyond: it names an organisation
that is not in scope or does not exist; period: a time of which nothing is known; unknown: none of what is known."""

When = Literal["day", "mtd", "qtd", "ytd", "last_month", "last_year", "unknown"]


@dataclass(frozen=True)
class Asker:
    """Who asks: the subtrees that they may see, the organisation that they look at, the language of their page."""

    roots: tuple[str, ...]
    org: str
    lang: str


@dataclass(frozen=True)
class Choice:
    """One of the things that a question may mean: an organisation or an indicator, and the question that means it."""

    id: str
    text: str


@dataclass(frozen=True)
class Ranking:
    """Which end of a ranking, and how many of it; `judged`: by good and bad, not by high and low.

    `months`: over so many, where it is asked who had nothing.
    """

    lowest: bool = False
    judged: bool = False
    count: int = 3
    months: int = 1


@dataclass(frozen=True)
class Question:
    """`orgs` has at least one, the asker's own where none is named; `when` is None where no time is named.

    `passage` names an article's passage.
    """

    text: str
    lang: str
    intent: Intent
    orgs: tuple[str, ...]
    indicators: tuple[str, ...] = ()
    when: When | None = None
    level: str | None = None
    ranking: Ranking = Ranking()
    passage: str | None = None
    choices: tuple[Choice, ...] = ()
