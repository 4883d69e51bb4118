"""Measures of the sales force: headcount, rank, tenure, recruiting, attendance, training, appraisal, income."""

from metrics.measures.kinds import Source

SOURCES: tuple[Source, ...] = ()
