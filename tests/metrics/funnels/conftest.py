from datetime import date

import pytest

from metrics.funnels import Funnels, load
from metrics.funnels.engine import funnels
from metrics.ground import Ground
from tests.metrics.facts import FIRST

AS_OF = date(2026, 6, 16)


@pytest.fixture(scope="session")
def counted(insurer, orgs, calendar) -> Funnels:
    """Every campaign of the house on a small random insurer."""
    return funnels(load(), insurer, Ground(orgs, calendar, FIRST, AS_OF))
