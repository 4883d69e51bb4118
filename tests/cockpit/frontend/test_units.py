"""The board's own tests, on what the house's Python writes."""

import pytest

from cockpit import bundling
from cockpit.assets import FRONTEND
from tests.cockpit.terminal import fixture


@pytest.mark.timeout(180)
def test_the_board_s_units() -> None:
    bundling.write_words()
    fixture.main(FRONTEND / "tests" / "written")
    bundling.script("test")
