"""A house with a small snapshot, its web application without Streamlit, and one edition with a real film."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cockpit import server, session, settings
from cockpit.reception import Reception
from cockpit.scope import Scope, Sight
from cockpit.session import FIRST_INDICATOR, FIRST_PERIOD, Session
from cockpit.users import User
from data.org import LEVELS
from metrics.catalogue import load
from tests.cockpit import world
from tests.cockpit.film import make_edition
from tests.cockpit.visitor import Visitor


@pytest.fixture
def home(tmp_path: Path) -> Path:
    world.furnish(tmp_path)
    return tmp_path


@pytest.fixture
def reception(home: Path) -> Reception:
    return Reception.open(settings.load({"COCKPIT_HOME": str(home)}))


@pytest.fixture
def client(reception: Reception) -> Iterator[TestClient]:
    app = Starlette(routes=server.routes(reception), middleware=server.middleware(reception))
    with TestClient(app, base_url="http://cockpit.test", follow_redirects=False) as client:
        yield client


@pytest.fixture
def bearer(reception: Reception):
    def of(name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {reception.tokens.issue(reception.users.find(name))}"}

    return of


@pytest.fixture
def edition(home: Path) -> Path:
    """The branch's edition in Chinese."""
    folder = home / "editions" / "8601" / "2026-06-17" / "zh"
    make_edition(folder, "8601", "zh")
    return folder


def read_json(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


@pytest.fixture
def make_session():
    """A session as a demo user's page has it, without a browser."""
    users = dict(zip(LEVELS, world.LINE, strict=True))

    def make(name: str, lang: str) -> Session:
        sight = Sight(world.usual(), Scope((users[name],)))
        user = User(name, (users[name],), "scrypt$aa$bb")
        return Session(user, lang, sight, users[name], FIRST_INDICATOR, FIRST_PERIOD, load())

    return make


@pytest.fixture
def visitor(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Somebody who opens the pages of the house."""
    yield Visitor(home, monkeypatch)
    session.reception.cache_clear()
