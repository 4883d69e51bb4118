"""The demo insurer's organisation tree: two digits of the id a level."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.demo import constants as c
from data.demo import names
from data.demo.columns import Bools, Floats, Ints, Texts
from data.demo.dice import Dice
from data.org import LEVELS, Org, OrgTree

HEADQUARTERS = Org("86", "总公司", "Headquarters", "hq", None)


@dataclass(frozen=True)
class Orgs:
    """The tree, and its units as numbers: a unit is its place in preorder."""

    tree: OrgTree

    @cached_property
    def units(self) -> Texts:
        """Unit ids by unit number."""
        return np.array(self.tree.units)

    def group(self, level: str) -> Ints:
        """For each unit the number of its org at a level, ascending."""
        width = 2 * (LEVELS.index(level) + 1)
        return np.unique(self.units.astype(f"<U{width}"), return_inverse=True)[1].astype(np.int32)

    def inside(self, org: str, units: Ints) -> Bools:
        """Whether each unit number lies in an org."""
        first, end = self.tree.unit_range(org)
        return (units >= first) & (units < end)

    def effect(self, spreads: dict[str, float], dice: Dice) -> Floats:
        """A factor per unit, the product of lognormal factors of its orgs."""
        logs = np.zeros(len(self.units))
        for level, sigma in spreads.items():
            group = self.group(level)
            logs += sigma * dice.standard_normal(group.max() + 1)[group]
        return np.exp(logs)


def draw(size: c.Size, dice: Dice) -> Orgs:
    """A tree with the size's nodes per level."""
    cities = names.cities(dice)
    orgs, level = [HEADQUARTERS], [_Place(HEADQUARTERS.id, "", "")]
    for number, total in enumerate(size.orgs, start=1):
        children = _split(total, len(level), dice)
        pairs = [(parent, at) for parent, count in zip(level, children, strict=True) for at in range(count)]
        level = [_place(parent, at, number, cities) for parent, at in pairs]
        orgs += [_org(place, number) for place in level]
    return Orgs(OrgTree(orgs))


@dataclass(frozen=True)
class _Place:
    """An org's id and the bare name that its children build on."""

    id: str
    zh: str
    en: str


SUFFIXES = (("", ""), ("分公司", " Branch"), ("中支", " Sub-branch"), ("营业区", " District"), ("", ""), ("", ""))


def _place(parent: _Place, at: int, number: int, cities: Iterator[tuple[str, str]]) -> _Place:
    code = f"{parent.id}{at + 1:02d}"
    match LEVELS[number]:
        case "branch":
            return _Place(code, *names.provinces()[at])
        case "sub_branch":
            return _Place(code, *next(cities))
        case "district":
            zh, en = names.district(at)
            return _Place(code, f"{parent.zh}{zh}", f"{parent.en} {en}")
        case level:
            zh, en = ("部", "Dept") if level == "department" else ("室", "Unit")
            return _Place(code, f"{parent.zh}{names.chinese(at + 1)}{zh}", f"{parent.en} {en} {names.letter(at + 1)}")


def _org(place: _Place, number: int) -> Org:
    zh, en = SUFFIXES[number]
    return Org(place.id, place.zh + zh, place.en + en, LEVELS[number], place.id[:-2])


def _split(total: int, parents: int, dice: Dice) -> list[int]:
    """How many of `total` children each parent has: at least one, none with more than twice its share."""
    weights = np.exp(0.25 * np.clip(dice.standard_normal(parents), -2, 2))
    edges = np.round(np.cumsum(weights / weights.sum()) * (total - parents)).astype(int)
    return (np.diff(np.concatenate([[0], edges])) + 1).tolist()  # type: ignore[no-any-return]
