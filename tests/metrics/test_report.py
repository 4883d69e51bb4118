from datetime import date

import pytest

from metrics import report
from metrics.report import Difference, Report

AS_OF = date(2026, 6, 16)


@pytest.mark.parametrize("turned", [False, True])
def test_two_reports_are_one_of_both(turned, monkeypatch):
    monkeypatch.setattr(report, "SHOWN", 2)
    one = Difference("visits", "86", "mtd", AS_OF, 1.0, 2.0)
    parts = [Report(AS_OF, 30, 100, 2, (one, one)), Report(AS_OF, 12, 50, 1, (one,))]
    both = parts[turned].joined(parts[not turned])
    assert (both.days, both.values, both.differing, len(both.differences)) == (30, 150, 3, 2)
