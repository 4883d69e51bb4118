"""How much fits into a minute: the least important is left out first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.facts import FULL, Fact
from briefing.refs import Sources
from briefing.script import Script, write

NUMBERS_A_MINUTE = 12
PLANNED_NUMBERS = 11.6
"""A minute's numbers in the plan, for a voice is not quite as long as planned."""
SYLLABLES_A_MINUTE = {"zh": 260, "en": 140}
"""Chinese characters, English words. Source: domain notes on the brief."""

REST_S = 0.56
"""Silence around a sentence in a film, on average."""

WORTH_S = 1.0
"""A step that saves less is no help against length."""

LADDER: tuple[tuple[str, int], ...] = (
    ("first-year", -1),
    ("yesterday", 2),
    ("pillars", 2),
    ("warning-3", 1),
    ("cause-3", 1),
    ("warning-2", 2),
    ("cause-2", 1),
    ("cause-1", 2),
    ("warning-1", 2),
    ("praise", 1),
    ("warning-3", 0),
    ("cause-3", -1),
    ("headline", 1),
    ("yesterday", 1),
    ("praise", 0),
    ("pillars", 1),
    ("warning-2", 1),
    ("cause-2", -1),
    ("warning-3", -1),
    ("praise", -1),
    ("warning-1", 1),
    ("warning-2", 0),
    ("actions", 1),
    ("run-rate", 1),
    ("cause-1", 1),
    ("yesterday", -1),
    ("pillars", -1),
    ("opening", 0),
    ("headline", 0),
    ("pace", 1),
    ("run-rate", -1),
    ("warning-2", -1),
    ("cause-1", -1),
    ("actions", -1),
)
"""What is given up, step by step: a fact's id and the detail that is left of it (-1: the fact goes)."""


@dataclass(frozen=True)
class Budget:
    """The time to plan for, and the longest that the film may last; `tempo` scales the voice's usual speed."""

    seconds: float
    longest: float
    tempo: float = 1.0

    def fits(self, script: Script) -> bool:
        length = seconds(script, self.tempo)
        return length <= self.seconds and script.numbers <= PLANNED_NUMBERS * length / 60

    def helped(self, script: Script, shorter: Script) -> bool:
        """Whether the shorter script mends what is wrong with the longer one: its length, else its numbers."""
        length = seconds(script, self.tempo)
        if length > self.seconds:
            return length - seconds(shorter, self.tempo) >= WORTH_S
        return shorter.numbers < script.numbers


FILM = Budget(87.0, 90.0)
SHORT = Budget(30.0, 34.0)
"""A sales unit's edition is a short one."""


def speaking(script: Script) -> float:
    """Seconds of speech at the usual speed."""
    spoken = [sentence.spoken for sentence in script.sentences]
    units = sum(sum(map(str.isalnum, text)) if script.lang == "zh" else len(text.split()) for text in spoken)
    return units * 60 / SYLLABLES_A_MINUTE[script.lang]


def seconds(script: Script, tempo: float = 1.0) -> float:
    """How long the film of the script will be."""
    return speaking(script) / tempo + REST_S * len(script.sentences)


def fit(facts: Sequence[Fact], sources: Sources, org: str, lang: str, budget: Budget) -> Script:
    """The fullest script that stays in the budget; what is essential stays even where it does not.

    The ladder is gone down twice: first only the steps that mend what is over the budget, then all.
    """
    kept = list(facts)
    script = write(kept, sources, org, lang)
    for any_step in (False, True):
        for id_, detail in LADDER:
            if budget.fits(script):
                return script
            fewer = _less(kept, id_, detail)
            shorter = write(fewer, sources, org, lang)
            if any_step or budget.helped(script, shorter):
                kept, script = fewer, shorter
    return script


def _less(facts: Sequence[Fact], id_: str, detail: int) -> list[Fact]:
    """The facts with one of them cut down to a detail, or gone."""
    cut = [replace(fact, detail=min(fact.detail, detail)) if fact.id == id_ else fact for fact in facts]
    return [fact for fact in cut if 0 <= fact.detail <= FULL]
