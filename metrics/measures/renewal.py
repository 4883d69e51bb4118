"""Measures of policies in force and of renewal premium: due, collected, kept, lapsed, orphaned."""

from metrics.measures.kinds import Source

SOURCES: tuple[Source, ...] = ()
