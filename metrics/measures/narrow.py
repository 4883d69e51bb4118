"""Sources narrowed to some of their measures, where not all of them are asked for."""

from collections.abc import Iterable
from dataclasses import replace

from metrics.measures.kinds import Cohort, CustomerFlag, Flows, Source, Stock


def narrowed(sources: Iterable[Source], names: frozenset[str]) -> tuple[Source, ...]:
    """Only the sources that count one of these measures, each without the others that it can do without."""
    counted = (one for one in sources if any(measure.id in names for measure in one.measures))
    return tuple(_narrowed(one, names) for one in counted)


def _narrowed(source: Source, names: frozenset[str]) -> Source:
    match source:
        case Flows():
            return replace(source, counts=_kept(source.counts, names), money=_kept(source.money, names))
        case Stock():
            begin, worked = (name if name in names else None for name in (source.begin, source.worked))
            return replace(source, begin=begin, worked=worked)
        case CustomerFlag() if source.then not in names:
            return replace(source, then=None, followed=None)
        case Cohort():
            return replace(source, outcomes=_kept(source.outcomes, names))
    return source


def _kept(all_: tuple[str, ...], names: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in all_ if name in names)
