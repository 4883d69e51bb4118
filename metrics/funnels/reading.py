"""Campaigns as they stand in TOML files, one a file: read, checked, refused with file, line and a hint."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from data.errors import UserError
from metrics.definition import hint
from metrics.funnels.definition import ORDERS, Campaign, Exit, Stage
from metrics.funnels.events import ENTITIES, EVENTS

FOLDER = Path(__file__).parent.parent / "campaigns"
LONGEST_DAYS = 366
MONTHS = range(1, 13)
FEWEST_STAGES = 2
GIVEN = {"stages": "stage", "exits": "exit"}
"""Fields of a campaign that stand in tables, and the name of the tables."""
HEAD = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")
T = TypeVar("T", Stage, Exit)
Place = tuple[str, int]
"""A table by its name and its place among those of the name."""


@dataclass(frozen=True)
class Text:
    """The text of a definition, to say where in it something is wrong."""

    name: str
    text: str

    def error(self, key: str, what: str, remedy: str, place: Place | None = None) -> UserError:
        return UserError(f"{self.name}, line {self._line(key, place) + 1}", what, remedy)

    def _line(self, key: str, place: Place | None) -> int:
        """The line of a key of the campaign or of one of its tables, of a table by its name; else of the head."""
        lines = self.text.splitlines()
        heads = {at: found[1] for at, line in enumerate(lines) if (found := HEAD.match(line))}
        begin = 0
        if place:
            own = [at for at, word in heads.items() if word == place[0]]
            begin = own[place[1]] if place[1] < len(own) else 0
        named = next((at for at, word in heads.items() if word == key), begin)
        end = min((at for at in heads if at > begin), default=len(lines))
        return next((at for at in range(begin, end) if lines[at].split("=")[0].strip() == key), named)


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
    tables = {name: row.pop(name, []) for name in GIVEN.values()}
    head = _values(Campaign, row, source, None, GIVEN)
    stages, exits = _tables(Stage, "stage", tables, source), _tables(Exit, "exit", tables, source)
    if len(stages) < FEWEST_STAGES:
        raise source.error("stage", "a funnel has two stages at least", "Add [[stage]] tables.")
    campaign = Campaign(**head | {"months": tuple(head["months"]), "stages": stages, "exits": exits})
    _check_head(campaign, source)
    for at, stage in enumerate(campaign.stages):
        _check_stage(campaign, stage, source, at)
    for at, one in enumerate(campaign.exits):
        _check_exit(campaign, one, source, at)
    return campaign


def _tables(kind: type[T], name: str, tables: Mapping[str, Any], source: Text) -> tuple[T, ...]:
    """The tables of a name, each with known keys alone."""
    rows = tables[name]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise source.error(name, f"{name} is no table", f"Write [[{name}]], and its keys on the lines below it.")
    return tuple(kind(**_values(kind, row, source, (name, at))) for at, row in enumerate(rows))


TYPES: Mapping[str, tuple[type, str]] = {
    "version": (int, "a whole number"),
    "months": (list, "a list of numbers"),
    "days": (int, "a whole number"),
    "expected": (float, "a fraction"),
    "target": (int, "a whole number"),
}


def _values(
    kind: type[Any], row: Mapping[str, Any], source: Text, place: Place | None, given: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The keys of a table, all known, none missing, each of its type; `given` fields stand in tables of their own."""
    own = given or {}
    known = {field.name: field for field in fields(kind) if field.name not in own}
    for key, value in row.items():
        if key not in known:
            raise source.error(key, f"the key {key!r} is unknown", hint(key, [*known, *own.values()]), place)
        wanted, words = TYPES.get(key, (str, "a text"))
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise source.error(key, f"{key} is not {words}", "Correct it.", place)
    missing = [name for name, field in known.items() if field.default is MISSING and name not in row]
    if missing:
        raise source.error(missing[0], f"the key {missing[0]!r} is missing", "Add it.", place)
    return dict(row)


def _check_head(campaign: Campaign, source: Text) -> None:
    if campaign.version < 1:
        raise source.error("version", "versions count from 1", "Number it.")
    if campaign.entity not in ENTITIES:
        raise source.error("entity", f"entity {campaign.entity!r} is unknown", hint(campaign.entity, ENTITIES))
    if campaign.order not in ORDERS:
        raise source.error("order", f"order {campaign.order!r} is unknown", hint(campaign.order, ORDERS))
    if campaign.exits and not campaign.ordered:
        what = "who leaves, leaves after a stage, and in any order none is after another"
        raise source.error("order", what, 'Drop the [[exit]] tables, or write order = "listed".')
    if not campaign.months or any(month not in MONTHS for month in campaign.months):
        raise source.error("months", "a month is a number from 1 to 12", "Name one month at least.")


def _events(campaign: Campaign, *, entry: bool) -> list[str]:
    return [name for name, event in EVENTS.items() if event.entity == campaign.entity and event.entry == entry]


def _check_stage(campaign: Campaign, stage: Stage, source: Text, at: int) -> None:
    place, known = ("stage", at), _events(campaign, entry=at == 0)
    if stage.event not in known:
        what = f"no funnel of {campaign.entity} can {'begin' if at == 0 else 'go on'} with {stage.event!r}"
        raise source.error("event", what, hint(stage.event, known), place)
    if at == 0 and (stage.days, stage.expected) != (None, None):
        raise source.error("days", "the first stage waits for nothing", "Drop days and expected.", place)
    if at and not 0 <= (stage.days if stage.days is not None else -1) <= LONGEST_DAYS:
        raise source.error("days", f"a window is a number of days up to {LONGEST_DAYS}", "Give days.", place)
    if stage.expected is not None and not 0 < stage.expected <= 1:
        raise source.error("expected", "a rate lies between 0 and 1", "Write a fraction.", place)


def _check_exit(campaign: Campaign, one: Exit, source: Text, at: int) -> None:
    place, known = ("exit", at), _events(campaign, entry=False)
    if one.event not in known:
        what = f"nothing of {campaign.entity} can leave with {one.event!r}"
        raise source.error("event", what, hint(one.event, known), place)
    stages = [stage.event for stage in campaign.stages[:-1]]
    if one.after not in stages:
        raise source.error("after", f"no stage before the last is {one.after!r}", hint(one.after, stages), place)
    if one.id in [other.id for other in campaign.exits[:at]]:
        raise source.error("id", f"the id {one.id!r} stands twice", "Give each way out an id of its own.", place)
