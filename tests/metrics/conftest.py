from pathlib import Path

import pytest

from data.calendar import WorkCalendar
from data.org import OrgTree
from metrics.base import Base
from metrics.catalogue import Catalogue, load
from tests.metrics.facts import FIRST, LAST, Maker, tree_rows, write


@pytest.fixture(scope="session")
def calendar():
    return WorkCalendar()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def orgs() -> OrgTree:
    return OrgTree.from_frame(tree_rows())


@pytest.fixture(scope="session", params=[1, 2])
def insurer(request, tmp_path_factory):
    """The tables of one small random insurer."""
    root: Path = tmp_path_factory.mktemp(f"insurer{request.param}")
    return write(root, Maker(request.param).frames())


@pytest.fixture(scope="session")
def base(insurer, orgs, calendar) -> Base:
    """From a year before the first day asked about, for what compares with last year."""
    return Base.load(insurer, orgs, calendar, FIRST.replace(year=FIRST.year - 1), LAST)
