"""Measures of new policies: premium, value, cases, and the agents who sold them."""

from metrics.measures.kinds import Source

SOURCES: tuple[Source, ...] = ()
