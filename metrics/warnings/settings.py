"""The warnings' configuration: bands, limits, weights, owners and chains, read from warnings.toml."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import UserError
from data.schemas import TABLES

INCOMPLETE = ("thin", "missing")
"""From which state on a day of a table counts as incomplete."""
FILE = Path(__file__).parent.parent / "catalogue" / "warnings.toml"


@dataclass(frozen=True)
class History:
    """What profile and noise are fitted from."""

    months: int
    same_month_weight: float
    head: int
    tail: int
    shrink_cases: float
    prior_months: float


@dataclass(frozen=True)
class Speaks:
    """When a rule may speak at all."""

    after_workdays: int
    min_cases: float
    min_agents: float
    red_unseen: bool


@dataclass(frozen=True)
class PaceBand:
    """W1: attainment less pace."""

    yellow: float
    red: float


@dataclass(frozen=True)
class ProjectionBand:
    """W2: projected attainment of the month, and the chance to attain under which it counts."""

    yellow: float
    red: float
    attain: float
    interval: float


@dataclass(frozen=True)
class Limits:
    """Standard deviations below the plan from which a gap is no noise."""

    yellow: float
    red: float


@dataclass(frozen=True)
class DataRules:
    """W8: when missing facts keep a rule from speaking."""

    share: float
    within: int


@dataclass(frozen=True)
class CauseRules:
    """When a child or a link of the chain is named."""

    share: float
    excess: float
    window: int
    usual: int
    change: float
    z: float


@dataclass(frozen=True)
class PathRule:
    """An indicator that is judged along the month; see warnings.toml."""

    indicator: str
    target: str
    cases: str
    facts: Mapping[str, str]
    weight: float
    dispersion: float
    spread: float
    chain: tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """All of warnings.toml; `paths` in the file's order, `paced` the flows whose pace alone is wanted."""

    history: History
    speaks: Speaks
    pace: PaceBand
    projection: ProjectionBand
    noise: Limits
    data: DataRules
    cause: CauseRules
    owner: Mapping[str, str]
    paced: tuple[str, ...]
    paths: tuple[PathRule, ...]

    @property
    def weights(self) -> dict[str, float]:
        """Indicator -> how much it counts when warnings are ranked."""
        return {path.indicator: path.weight for path in self.paths}

    def within(self, indicators: Collection[str]) -> "Settings":
        """Only the paths and links of a catalogue's indicators."""
        kept = (path for path in self.paths if path.indicator in indicators)
        chains = tuple(replace(path, chain=tuple(link for link in path.chain if link in indicators)) for path in kept)
        return replace(self, paths=chains)


@cache
def load(path: Path = FILE) -> Settings:
    """The settings of a file. A missing, unknown or mistyped key is a UserError naming file and key."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(str(path), f"is not readable TOML ({error})", "Correct the file.") from error
    _check_keys(f"{path}, ", table, {*_SECTIONS, "owner", "paced", "path"})
    read = {field: _record(path, name, kind, table[name]) for name, (field, kind) in _SECTIONS.items()}
    rules = tuple(_record(path, f"path {at + 1}", PathRule, rule) for at, rule in enumerate(table["path"]))
    for at, rule in enumerate(rules):
        _check_facts(f"{path}, path {at + 1}.facts", rule)
    paced = _typed(f"{path}, paced", tuple[str, ...], table["paced"])
    return Settings(**read, owner=table["owner"], paced=paced, paths=rules)


_SECTIONS: Mapping[str, tuple[str, type[Any]]] = {
    "history": ("history", History),
    "speaks": ("speaks", Speaks),
    "W1": ("pace", PaceBand),
    "W2": ("projection", ProjectionBand),
    "noise": ("noise", Limits),
    "W8": ("data", DataRules),
    "cause": ("cause", CauseRules),
}


def _check_keys(where: str, table: Mapping[str, Any], known: set[str]) -> None:
    for key in sorted(known ^ set(table)):
        what = "is missing" if key in known else "is unknown"
        raise UserError(f"{where}{key}", what, f"The keys are {', '.join(sorted(known))}.")


def _check_facts(where: str, rule: PathRule) -> None:
    for table, state in rule.facts.items():
        if table not in TABLES or state not in INCOMPLETE:
            remedy = f"Write a table of the sources, and one of {', '.join(INCOMPLETE)}."
            raise UserError(where, f"does not know {table} = {state!r}", remedy)


def _record(path: Path, name: str, kind: type[Any], table: Mapping[str, Any]) -> Any:
    """One section as its dataclass, every value of the field's type."""
    _check_keys(f"{path}, {name}.", table, {field.name for field in fields(kind)})
    values = {
        field.name: _typed(f"{path}, {name}.{field.name}", field.type, table[field.name]) for field in fields(kind)
    }
    return kind(**values)


def _typed(where: str, kind: Any, value: object) -> Any:
    if kind is float and type(value) in (int, float):
        return float(value)  # type: ignore[arg-type]
    if kind in (int, str, bool) and type(value) is kind:
        return value
    if kind == Mapping[str, str] and isinstance(value, dict):
        return value
    if kind == tuple[str, ...] and isinstance(value, list) and all(isinstance(word, str) for word in value):
        return tuple(value)
    raise UserError(where, f"has the wrong type: {value!r}", f"Write a {getattr(kind, '__name__', 'list of words')}.")
