"""The register of measures: every base quantity that a formula may name, by kind."""

from collections.abc import Iterable

from metrics.measures import behaviour, issuing, plan, renewal, sales, service, workforce
from metrics.measures.kinds import CENTS, Measure, Source
from metrics.measures.plan import TARGETS

__all__ = ["CENTS", "MEASURES", "SOURCES", "TARGETS", "Measure", "registered"]

SOURCES: tuple[Source, ...] = tuple(
    source for module in (workforce, behaviour, issuing, sales, renewal, service) for source in module.SOURCES
)


def registered(measures: Iterable[Measure]) -> dict[str, Measure]:
    """Measures by id; ValueError where an id is given twice."""
    register: dict[str, Measure] = {}
    for measure in measures:
        if register.setdefault(measure.id, measure) is not measure:
            raise ValueError(f"the measure {measure.id} is there twice")
    return register


MEASURES = registered((*(one for source in SOURCES for one in source.measures), *plan.MEASURES))
