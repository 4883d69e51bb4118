"""Measures of quality and supervision: recordings, callbacks, complaints, sessions."""

from metrics.measures.kinds import Source

SOURCES: tuple[Source, ...] = ()
