"""Measures of what agents do in the sales app and with their customers."""

from metrics.measures.kinds import Source

SOURCES: tuple[Source, ...] = ()
