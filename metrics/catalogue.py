"""The catalogue: every indicator's definition, from the TOML files of a folder, one file a subject."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import UserError
from metrics import formulas
from metrics.definition import CLASSES, Bands, Indicator, Least, Place, hint, read, read_bands, read_least
from metrics.measures import MEASURES, NAMES

__all__ = ["FOLDER", "Bands", "Catalogue", "Indicator", "load"]

FOLDER = Path(__file__).parent / "catalogue"


@dataclass(frozen=True)
class Catalogue:
    """All indicators by class (workforce, process, performance), then file; the bands of the rules on targets.

    `least` says on how little a rate may stand and still be judged.
    """

    indicators: Mapping[str, Indicator]
    bands: Mapping[str, Bands]
    least: Least = field(default_factory=Least)

    def __getitem__(self, name: str) -> Indicator:
        if name not in self.indicators:
            raise UserError(f"indicator {name}", "is unknown", hint(name, self.indicators))
        return self.indicators[name]

    def __contains__(self, name: object) -> bool:
        return name in self.indicators

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators.values())

    def __len__(self) -> int:
        return len(self.indicators)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.indicators)

    def expanded(self, formula: str) -> str:
        """A formula of this catalogue in measures alone."""
        known = {indicator.id: indicator.formula for indicator in self}
        return formulas.expanded(formula, known, NAMES)

    def measures(self, name: str) -> tuple[str, ...]:
        """The measures that an indicator rests on, those of another time (`_ly`, `_prev`) among them."""
        return tuple(formulas.names(self.expanded(self[name].formula)))


def load(path: Path | None = None) -> Catalogue:
    """The catalogue in a folder (this product's own by default); UserError with file, line and a hint where it errs."""
    folder = path or FOLDER
    found: dict[str, tuple[Indicator, Place]] = {}
    for indicator, place in _definitions(folder):
        if indicator.id in found:
            earlier = found[indicator.id][1].where("id")
            raise place.error("id", f"the id {indicator.id!r} is taken", f"It stands in {earlier}: choose another.")
        found[indicator.id] = indicator, place
    indicators = {id_: indicator for id_, (indicator, _) in found.items()}
    rules = folder / "bands.toml"
    catalogue = Catalogue(indicators, read_bands(rules), read_least(rules))
    for indicator, place in found.values():
        _check_formula(catalogue, indicator, place)
        _check_factors(catalogue, indicator, place)
    return catalogue


def _definitions(folder: Path) -> list[tuple[Indicator, Place]]:
    """Every definition in the folder, the classes in their order, each in the order of files and of their lines."""
    found = [definition for path in sorted(folder.glob("*.toml")) for definition in read(path)]
    if not found:
        raise UserError(str(folder), "holds no indicator", "Put the catalogue's TOML files there.")
    return sorted(found, key=lambda definition: CLASSES.index(definition[0].cls))


def _check_factors(catalogue: Catalogue, indicator: Indicator, place: Place) -> None:
    for name in indicator.factors:
        if name not in catalogue:
            raise place.error("factors", f"factors: {name!r} is no indicator", hint(name, catalogue.ids))
    if indicator.factors and indicator.factors[-1] != indicator.id:
        raise place.error("factors", "the chain does not end with the indicator", f"Let it end with {indicator.id!r}.")


def _check_formula(catalogue: Catalogue, indicator: Indicator, place: Place) -> None:
    try:
        catalogue.expanded(indicator.formula)
    except formulas.FormulaError as error:
        remedy = hint(error.name, [*MEASURES, *catalogue.ids]) if error.name else "Write one SQL expression."
        raise place.error("formula", f"{indicator.id}: {error}", remedy) from error
