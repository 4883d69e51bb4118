"""Definitions of indicators as they stand in TOML files: read, checked, refused with file, line and a hint."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from data.calendar import PERIODS
from data.errors import UserError
from data.schemas import LEVELS
from metrics import formulas
from metrics.measures import MEASURES

CLASSES = ("workforce", "process", "performance")
COUNTED = ("元", "人", "次", "份", "件", "个", "场", "月", "分", "小时", "%", "百分点")
PER_ONE = ("次/人", "份/人", "件/人", "个/人", "元/人", "分/人", "元/件", "元/份", "件/万张")
UNITS = (*COUNTED, *PER_ONE)
DIRECTIONS = ("higher", "lower", "neutral")
BANDED = ("pace", "level")
RULES = (*BANDED, "band")
KEYS = {"class": "cls"}
NUMBERS = ("healthy", "danger")
SOURCES = ("source_zh", "source_en")


@dataclass(frozen=True)
class Indicator:
    """A named formula over measures; a `neutral` one is neither better nor worse when it grows.

    The definition says in words who or what counts, when, and what is left out.
    `target` is a target measure, a constant or None. `rule` judges the value in the periods `judged`: against the
    target by `pace` (it grows towards it) or by `level` (it stands beside it), by a published `band` from `healthy` to
    `danger` (the source says whose), or not at all. `pace_of` names the target measure whose pace counts where `target`
    has none. Outside `levels` and `periods` the indicator means nothing. A `headline` is shown first.
    `factors` are indicators, the last one this: each over the one before is a link of the chain that makes it.
    """

    id: str
    name_zh: str
    name_en: str
    cls: str
    unit: str
    direction: str
    formula: str
    owner: str
    definition_zh: str
    definition_en: str
    target: str | float | None = None
    rule: Literal["pace", "level", "band"] | None = None
    pace_of: str | None = None
    healthy: float | None = None
    danger: float | None = None
    source_zh: str | None = None
    source_en: str | None = None
    headline: bool = False
    levels: tuple[str, ...] = LEVELS
    periods: tuple[str, ...] = PERIODS
    judged: tuple[str, ...] = ("mtd", "qtd", "ytd")
    factors: tuple[str, ...] = ()

    @property
    def numerator(self) -> str:
        """The part of the formula before its division; all of it where nothing is divided."""
        return formulas.ratio(self.formula)[0]

    @property
    def denominator(self) -> str | None:
        return formulas.ratio(self.formula)[1]

    @property
    def planned(self) -> str | None:
        """The target measure whose months say how a longer period is planned."""
        return self.target if isinstance(self.target, str) else self.pace_of

    @property
    def paced(self) -> tuple[str, ...]:
        """The target measures whose pace judges this indicator: its own, else the one it borrows."""
        if self.rule != "pace":
            return ()
        return tuple(name for name in (self.target, self.pace_of) if isinstance(name, str))

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en

    def definition(self, lang: str) -> str:
        return self.definition_zh if lang == "zh" else self.definition_en

    def source(self, lang: str) -> str | None:
        """Who says where the band lies."""
        return self.source_zh if lang == "zh" else self.source_en


@dataclass(frozen=True)
class Bands:
    """Where yellow and red begin, and who says so."""

    yellow: float
    red: float
    source_zh: str
    source_en: str

    def source(self, lang: str) -> str:
        return self.source_zh if lang == "zh" else self.source_en


@dataclass(frozen=True)
class Least:
    """How much the denominator of a rate must hold for a judgement: `cases` of a count, yuan of `premium`."""

    cases: float = 0.0
    premium: float = 0.0


@dataclass(frozen=True)
class Place:
    """Where a definition stands: the `number`th of its file."""

    path: Path
    text: str
    number: int

    def where(self, key: str) -> str:
        """File and line of a key of the definition, of its head if the key is missing."""
        lines = self.text.splitlines()
        heads = [at for at, line in enumerate(lines) if line.strip() == "[[indicator]]"]
        start, end = heads[self.number], [*heads, len(lines)][self.number + 1]
        own = (at for at in range(start, end) if lines[at].split("=")[0].strip() == key)
        return f"{self.path.name}, line {next(own, start) + 1}"

    def error(self, key: str, what: str, remedy: str) -> UserError:
        return UserError(self.where(key), what, remedy)


def read(path: Path) -> Iterator[tuple[Indicator, Place]]:
    """The definitions of one file, each with its place."""
    text = _text(path)
    for number, row in enumerate(_toml(path, text).get("indicator", [])):
        place = Place(path, text, number)
        yield _indicator(row, place), place


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise UserError(str(path), "cannot be read", "The catalogue needs this file.") from error


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(path.name, f"is no TOML: {error}", "Correct it at this line.") from error


def _indicator(row: Mapping[str, Any], place: Place) -> Indicator:
    known = {field.name for field in fields(Indicator)} - set(KEYS.values()) | set(KEYS)
    for key in row:
        if key not in known:
            raise place.error(key, f"the key {key!r} is unknown", hint(key, known))
    values: dict[str, Any] = {
        KEYS.get(key, key): tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    for field in fields(Indicator):
        if field.default is MISSING and not _is_text(values.get(field.name)):
            key = next((key for key, name in KEYS.items() if name == field.name), field.name)
            raise place.error(key, f"the text {key!r} is missing", "Add it to the definition.")
    indicator = Indicator(**values)
    _check_words(indicator, place)
    _check_rule(indicator, place)
    return indicator


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _check_words(indicator: Indicator, place: Place) -> None:
    """Every closed field holds one of its words."""
    targets = [name for name, measure in MEASURES.items() if measure.kind == "target"]
    constant = [indicator.target] if isinstance(indicator.target, int | float) else []
    for key, values, known in (
        ("class", [indicator.cls], CLASSES),
        ("unit", [indicator.unit], UNITS),
        ("direction", [indicator.direction], DIRECTIONS),
        ("levels", indicator.levels, LEVELS),
        ("periods", indicator.periods, PERIODS),
        ("judged", indicator.judged, PERIODS),
        ("rule", [indicator.rule], (*RULES, None)),
        ("target", [indicator.target], (*targets, *constant, None)),
        ("pace_of", [indicator.pace_of], (*targets, None)),
        ("headline", [indicator.headline], (True, False)),
    ):
        for value in values:
            if value not in known:
                raise place.error(key, f"{key} {value!r} is unknown", hint(str(value), [k for k in known if k]))


def _check_rule(indicator: Indicator, place: Place) -> None:
    """What judges has all that it judges by, and nothing else has it."""
    if indicator.rule == "band":
        _check_band(indicator, place)
    elif stray := next((key for key in (*NUMBERS, *SOURCES) if getattr(indicator, key) is not None), None):
        raise place.error(stray, f"{stray} belongs to the rule 'band'", "Add the rule or drop it.")
    elif indicator.rule and indicator.target is None:
        raise place.error("rule", f"the rule {indicator.rule!r} has no target to judge by", "Add a target or drop it.")
    if indicator.rule and indicator.direction == "neutral":
        raise place.error("rule", "a neutral indicator has no better and no worse", "Drop the rule or the neutrality.")
    if indicator.rule == "pace" and not indicator.paced:
        raise place.error("rule", "the pace of a constant target is unknown", "Add pace_of, a target measure.")


def _check_band(indicator: Indicator, place: Place) -> None:
    for key in NUMBERS:
        value = getattr(indicator, key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise place.error(key, f"the band has no number {key!r}", "Write healthy, danger and who says so.")
    for key in SOURCES:
        if not _is_text(getattr(indicator, key)):
            raise place.error(key, f"the band has no text {key!r}", "Write who publishes it, in both languages.")
    gap = (indicator.healthy or 0) - (indicator.danger or 0)
    if gap * (-1 if indicator.direction == "lower" else 1) < 0:
        raise place.error("danger", "danger lies on the healthy side", f"Where {indicator.direction} is better, swap.")


def read_bands(path: Path) -> dict[str, Bands]:
    """The bands of the rules that hold a value against its target."""
    table = _toml(path, _text(path))
    bands = {}
    for rule in BANDED:
        try:
            bands[rule] = Bands(**table[rule])
        except (KeyError, TypeError) as error:
            remedy = "Give it yellow, red, source_zh and source_en."
            raise UserError(f"{path.name}, [{rule}]", "is incomplete", remedy) from error
    return bands


def read_least(path: Path) -> Least:
    """How small a denominator may be, from the file of bands."""
    found = _toml(path, _text(path)).get("least", {})
    remedy = "Give it cases and premium, numbers of 0 or more."
    try:
        least = Least(**found)
        if found.keys() != {"cases", "premium"} or min(least.cases, least.premium) < 0:
            raise UserError(f"{path.name}, [least]", "is incomplete", remedy)
    except TypeError as error:
        raise UserError(f"{path.name}, [least]", "is incomplete", remedy) from error
    return least


def hint(word: str, known: Iterable[object]) -> str:
    """The nearest known word, or all of them."""
    words = sorted(str(name) for name in known)
    near = get_close_matches(word, words, n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(words)}."
