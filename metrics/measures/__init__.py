"""The register of measures: every base quantity that a formula may name, by kind."""

from collections.abc import Iterable

from metrics.measures import behaviour, issuing, plan, policies, renewal, sales, service, workforce
from metrics.measures.kinds import CENTS, Measure, Source
from metrics.measures.plan import TARGETS, TEAMS

__all__ = ["CENTS", "MEASURES", "NAMES", "SOURCES", "TARGETS", "TEAMS", "TIMES", "Measure", "registered", "split"]

SOURCES: tuple[Source, ...] = tuple(
    source for module in (workforce, behaviour, sales, policies, renewal, issuing, service) for source in module.SOURCES
)


def registered(measures: Iterable[Measure]) -> dict[str, Measure]:
    """Measures by id; ValueError where an id is given twice."""
    register: dict[str, Measure] = {}
    for measure in measures:
        if register.setdefault(measure.id, measure) is not measure:
            raise ValueError(f"the measure {measure.id} is there twice")
    return register


MEASURES = registered((*(one for source in SOURCES for one in source.measures), *plan.MEASURES))
TIMES = {"_ly": "last_year", "_prev": "previous"}
"""What a name may end with: the measure of last year's same span, of the previous period."""
_MOVABLE = [name for name, measure in MEASURES.items() if measure.kind not in ("target", "calendar")]
NAMES = {*MEASURES, *(f"{name}{suffix}" for name in _MOVABLE for suffix in TIMES)}
"""Every name that a formula may use for a measure."""


def split(name: str) -> tuple[str, str | None]:
    """The measure that a name means, and which other time; None for the asked one."""
    found = ((name.removesuffix(suffix), time) for suffix, time in TIMES.items() if name.endswith(suffix))
    return next(found, (name, None)) if name not in MEASURES else (name, None)
