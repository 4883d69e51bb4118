"""Campaigns as they stand in TOML files, one a file: read, checked, refused with file, line and a hint."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from data.errors import UserError
from metrics.definition import hint
from metrics.funnels.events import ENTITIES, EVENTS

FOLDER = Path(__file__).parent.parent / "campaigns"
LONGEST_DAYS = 366
MONTHS = range(1, 13)
FEWEST_STAGES = 2


@dataclass(frozen=True)
class Stage:
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

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True)
class Campaign:
    """A funnel: entities of one kind that enter in one of the `months` (1-12) with the first stage's event."""

    id: str
    version: int
    name_zh: str
    name_en: str
    entity: str
    months: tuple[int, ...]
    stages: tuple[Stage, ...]

    @property
    def days(self) -> int:
        """How long all windows last together."""
        return sum(stage.days or 0 for stage in self.stages)

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        stages = tuple(Stage(**stage) for stage in row["stages"])
        return cls(**{**row, "months": tuple(row["months"]), "stages": stages})


@dataclass(frozen=True)
class Text:
    """The text of a definition, to say where in it something is wrong."""

    name: str
    text: str

    def error(self, key: str, what: str, remedy: str, stage: int | None = None) -> UserError:
        return UserError(f"{self.name}, line {self._line(key, stage) + 1}", what, remedy)

    def _line(self, key: str, stage: int | None) -> int:
        """The line of a key of the campaign or of its `stage`th stage; of the head of it if the key is missing."""
        lines = self.text.splitlines()
        heads = [at for at, line in enumerate(lines) if line.strip() == "[[stage]]"]
        edges = [0, *heads, len(lines)]
        place = 0 if stage is None else min(stage + 1, len(heads))
        own = range(edges[place], edges[place + 1])
        return next((at for at in own if lines[at].split("=")[0].strip() == key), edges[place])


def load(folders: Iterable[Path] = (FOLDER,)) -> tuple[Campaign, ...]:
    """The newest version of every campaign in the folders, in the order of their ids; without files that err."""
    return tuple(texts(folders))


def texts(folders: Iterable[Path] = (FOLDER,)) -> dict[Campaign, str]:
    """The newest version of every campaign with the text that defines it; `problems` says which files are left out."""
    newest: dict[str, tuple[Campaign, str]] = {}
    for found, text in _opened(folders):
        if isinstance(found, Campaign) and (found.id not in newest or newest[found.id][0].version <= found.version):
            newest[found.id] = found, text
    return dict(newest[name] for name in sorted(newest))


def problems(folders: Iterable[Path] = (FOLDER,)) -> tuple[UserError, ...]:
    """Why files of the folders are left out, each with its line and the remedy."""
    return tuple(found for found, _ in _opened(folders) if isinstance(found, UserError))


def _opened(folders: Iterable[Path]) -> Iterator[tuple[Campaign | UserError, str]]:
    """What every file of the folders holds, with its text."""
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            yield UserError(path.name, f"cannot be read: {error}", "Save it as UTF-8 text, readable here."), ""
        else:
            yield _found(path.name, text), text


@lru_cache(maxsize=256)
def _found(name: str, text: str) -> Campaign | UserError:
    try:
        return read(name, text)
    except UserError as error:
        return error


def read(name: str, text: str) -> Campaign:
    """The campaign in a text; `name` says in errors which file it is."""
    source = Text(name, text)
    try:
        row = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(name, f"is no TOML: {error}", "Correct it at this line.") from error
    stages = row.pop("stage", [])
    head = _values(Campaign, row, source, None, given={"stages"})
    if not isinstance(stages, list) or len(stages) < FEWEST_STAGES:
        raise source.error("stage", "a funnel has two stages at least", "Add [[stage]] tables.")
    whole = tuple(Stage(**_values(Stage, stage, source, at)) for at, stage in enumerate(stages))
    campaign = Campaign(**head | {"months": tuple(head["months"]), "stages": whole})
    _check_head(campaign, source)
    for at, stage in enumerate(campaign.stages):
        _check_stage(campaign, stage, source, at)
    return campaign


TYPES: Mapping[str, tuple[type, str]] = {
    "version": (int, "a whole number"),
    "months": (list, "a list of numbers"),
    "days": (int, "a whole number"),
    "expected": (float, "a fraction"),
    "target": (int, "a whole number"),
}


def _values(
    kind: type[Any], row: Mapping[str, Any], source: Text, stage: int | None, given: Iterable[str] = ()
) -> dict[str, Any]:
    """The keys of a table, all known, none missing, each of its type."""
    known = {field.name: field for field in fields(kind) if field.name not in given}
    for key, value in row.items():
        if key not in known:
            raise source.error(key, f"the key {key!r} is unknown", hint(key, known), stage)
        wanted, words = TYPES.get(key, (str, "a text"))
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise source.error(key, f"{key} is not {words}", "Correct it.", stage)
    missing = [name for name, field in known.items() if field.default is MISSING and name not in row]
    if missing:
        raise source.error(missing[0], f"the key {missing[0]!r} is missing", "Add it.", stage)
    return dict(row)


def _check_head(campaign: Campaign, source: Text) -> None:
    if campaign.version < 1:
        raise source.error("version", "versions count from 1", "Number it.")
    if campaign.entity not in ENTITIES:
        raise source.error("entity", f"entity {campaign.entity!r} is unknown", hint(campaign.entity, ENTITIES))
    if not campaign.months or any(month not in MONTHS for month in campaign.months):
        raise source.error("months", "a month is a number from 1 to 12", "Name one month at least.")


def _check_stage(campaign: Campaign, stage: Stage, source: Text, at: int) -> None:
    known = [name for name, event in EVENTS.items() if event.entity == campaign.entity and event.entry == (at == 0)]
    if stage.event not in known:
        what = f"no funnel of {campaign.entity} can {'begin' if at == 0 else 'go on'} with {stage.event!r}"
        raise source.error("event", what, hint(stage.event, known), at)
    if at == 0 and (stage.days, stage.expected) != (None, None):
        raise source.error("days", "the first stage waits for nothing", "Drop days and expected.", at)
    if at and not 0 <= (stage.days if stage.days is not None else -1) <= LONGEST_DAYS:
        raise source.error("days", f"a window is a number of days up to {LONGEST_DAYS}", "Give days.", at)
    if stage.expected is not None and not 0 < stage.expected <= 1:
        raise source.error("expected", "a rate lies between 0 and 1", "Write a fraction.", at)
