"""Measures of applications on their way to a policy."""

from metrics.measures.kinds import Source

SOURCES: tuple[Source, ...] = ()
