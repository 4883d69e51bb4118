from pathlib import Path

import pytest

from benchmarks.data_home import insurer
from data.tables import Tables


@pytest.fixture(scope="session")
def smallest(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tables]:
    """The smallest demo insurer, as the bench of the data makes it: its home and its tables."""
    home = tmp_path_factory.mktemp("smallest")
    tables, reused = insurer(home, "XS")
    assert not reused
    return home, tables
