"""The words of questions, read once from words.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.answers.fold import HAN

PATH = Path(__file__).with_name("words.toml")
Patterns = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True)
class Vocabulary:
    """Patterns over the folded text by what they mean, and the other names of indicators."""

    intents: Patterns
    periods: Patterns
    levels: Patterns
    places: Patterns
    others: Patterns
    fillers: Patterns
    aliases: Mapping[str, tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    told = tomllib.loads(PATH.read_text("utf-8"))
    return Vocabulary(
        intents=_patterns(told["intent"]),
        periods=_patterns(told["period"]),
        levels=_patterns(told["level"]),
        places=_patterns(told["place"]),
        others=_patterns(told["other"]),
        fillers=_patterns(told["filler"]),
        aliases={name: tuple(words.split("|")) for name, words in told["alias"].items()},
    )


def _patterns(words: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(_alone(pattern)) for name, pattern in words.items()}


def _alone(pattern: str) -> str:
    """No Latin word or number is cut by a match."""
    begin = f"(?:(?=[{HAN}])|(?<![0-9a-z])(?=[0-9a-z]))"
    end = f"(?:(?<=[{HAN}])|(?<=[0-9a-z])(?![0-9a-z]))"
    return f"{begin}(?:{pattern}){end}"
