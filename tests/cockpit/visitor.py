"""The application's script run without a browser: Streamlit's own test runner, with cookies as a browser sends them."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from cockpit import server, session
from cockpit.languages import COOKIE
from cockpit.panel import GOING

RUN_S = 120


@dataclass
class Visitor:
    """Opens pages of the house in `home`."""

    home: Path
    monkeypatch: pytest.MonkeyPatch

    def open(self, user: str | None, page: str = "", lang: str = "zh", now: str = "", **place: str) -> "Screen":
        """What this user sees on a page at a place; `now` is the house's time. None: somebody not signed in."""
        for name in [name for name in os.environ if name.startswith(("COCKPIT_", "REDIS_"))]:
            self.monkeypatch.delenv(name)
        self.monkeypatch.setenv("COCKPIT_HOME", str(self.home))
        self.monkeypatch.setenv("COCKPIT_NOW", now)
        session.reception.cache_clear()
        self.monkeypatch.setattr(ContextProxy, "cookies", {COOKIE: lang} | self.signed_in(user))
        running = AppTest.from_file(str(server.SCRIPT), default_timeout=RUN_S)
        for name, value in place.items():
            running.query_params[name] = value
        if page:
            running.session_state[GOING] = page
            running.session_state["place"] = place
        return Screen(running.run())

    def signed_in(self, user: str | None) -> dict[str, str]:
        house = session.reception()
        known = house.users.find(user) if user else None
        return {house.tokens.cookie: house.tokens.issue(known)} if known else {}


@dataclass
class Screen:
    """One page as it was run."""

    running: AppTest

    @property
    def keys(self) -> list[str]:
        """The pieces of the page, in their order."""
        return [key for piece in self.running.main if (key := getattr(piece, "key", None))]

    def html(self, key: str) -> str:
        """What a piece shows."""
        piece: Any = next(piece for piece in self.running.main if getattr(piece, "key", None) == key)
        return str(json.loads(piece.proto.json))

    @property
    def errors(self) -> list[str]:
        return [str(error.value) for error in [*self.running.error, *self.running.exception]]
