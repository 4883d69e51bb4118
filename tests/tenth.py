"""The demo insurer at a tenth of size S, seeded and ingested once for all tests that look for its plants."""

from datetime import date, datetime
from functools import cached_property

import pytest

from data.calendar import WorkCalendar
from data.clock import Clock
from data.demo import constants, seed
from data.ingest import ingest
from data.tables import Tables
from metrics.catalogue import load
from metrics.compute import compute
from metrics.funnels import load as load_campaigns

AS_OF, NOW = date(2026, 6, 16), datetime(2026, 6, 17, 7)
SMALL = constants.Size((1, 3, 6, 12, 36), 800, 30, 18, 10, 6.0, 14.0)


class Tenth:
    """One twin: its answer sheet, its tables, and its snapshot, computed when it is first asked for."""

    def __init__(self, home, *, healthy):
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(constants.SIZES, "tenth", SMALL)
            self.answers = seed(home, size="tenth", healthy=healthy)
        self.tables = Tables(home / "tables")
        ingest(home / "spool", self.tables, Clock(NOW))

    @cached_property
    def snapshot(self):
        return compute(self.tables, WorkCalendar(), load(), AS_OF, Clock(NOW), campaigns=load_campaigns())

    def plant(self, kind):
        return next(each for each in self.answers.plants if each.kind == kind)

    def value(self, org, indicator, period="mtd"):
        return self.snapshot.cell(org, indicator, period).value

    def siblings(self, org, indicator, period="mtd"):
        orgs = self.snapshot.orgs
        return [self.value(one, indicator, period) for one in orgs.children(orgs.path(org)[-2]) if one != org]
