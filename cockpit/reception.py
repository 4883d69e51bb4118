"""What the web process holds: settings, people, and the newest snapshot, shared by routes and pages."""

import json
import logging
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from starlette.requests import Request

from briefing.folder import LIVE, MARK
from cockpit.audit import Act, Entry, Log
from cockpit.followups import Ledger
from cockpit.gate import user_of
from cockpit.orders import Order, Orders
from cockpit.parcels import Parcels
from cockpit.progress import Step, read
from cockpit.scope import Scope, Sight
from cockpit.settings import Settings
from cockpit.signouts import SignOuts
from cockpit.tokens import LIFETIME, Tokens
from cockpit.tries import Tries
from cockpit.users import DemoUsers, FileUsers, User, Users
from data.clock import Clock
from data.errors import UserError
from metrics.catalogue import Catalogue, load
from metrics.funnels import FOLDER, problems
from metrics.snapshot import Snapshot
from metrics.store import Store

SECRET_BYTES = 32
Place = tuple[str, str, str]
"""Org, indicator and period."""
log = logging.getLogger(__name__)


@dataclass
class Reception:
    """One per process. `catalogue` defines the indicators; `store` hands over snapshots, read once a version."""

    settings: Settings
    users: Users
    tokens: Tokens
    tries: Tries
    store: Store
    catalogue: Catalogue
    orders: Orders

    @classmethod
    def open(cls, settings: Settings) -> "Reception":
        """Open the house with these settings.

        Raises:
            UserError: outside demo mode, the signing key is weak or users.toml cannot be used.
        """
        if len(settings.secret) < SECRET_BYTES:
            raise UserError("the signing key", f"is shorter than {SECRET_BYTES} bytes", "Give a longer random one.")
        users = _users(settings)
        signouts = SignOuts(settings.signed_out, Clock(), LIFETIME)
        tokens = Tokens(settings.secret, users, Clock(), signouts, settings.signin_longest)
        orders = Orders(settings.requests)
        return cls(settings, users, tokens, Tries(Clock()), settings.store(), load(), orders)

    def snapshot(self) -> Snapshot | None:
        """The newest snapshot; None before the first, or where none can be read."""
        try:
            return self.store.current()
        except UserError as error:
            log.warning("%s", error)
            return None

    def sight(self, user: User) -> Sight | None:
        """The newest snapshot as the user may see it; None before the first."""
        snapshot = self.snapshot()
        return Sight(snapshot, Scope(user.orgs)) if snapshot else None

    def user_of(self, request: Request) -> User | None:
        return user_of(request, self.tokens)

    def degraded(self) -> list[str]:
        """What does not work as it should, one plain sentence each."""
        left_out = [str(error) for error in problems((FOLDER, self.settings.campaigns))]
        try:
            self.store.current()
        except UserError as error:
            return [str(error), *left_out]
        return [*self.store.degraded, *left_out]

    @property
    def followups(self) -> Ledger:
        """What was done about the warnings."""
        return Ledger(self.settings.followups)

    @property
    def log(self) -> Log:
        """Who saw and exported what."""
        return Log(self.settings.audit)

    @property
    def parcels(self) -> Parcels:
        """Long exports."""
        return Parcels(self.settings.exports)

    def note(self, user: User, act: Act, what: str, place: Place, rows: int | None = None) -> None:
        """Write down what a user did, and of which snapshot."""
        snapshot = self.snapshot()
        version = snapshot.version if snapshot else ""
        self.log.add(Entry(self.settings.clock.now(), user.name, user.orgs, act, what, *place, version, rows))

    @property
    def today(self) -> date:
        return self.settings.clock.today()

    def age_s(self, snapshot: Snapshot) -> float:
        """Seconds since the snapshot was made, by the house's clock."""
        return max(0.0, (self.settings.clock.now() - snapshot.made_at).total_seconds())

    def step(self) -> Step | None:
        """What the worker is doing."""
        return read(self.settings.home / "progress.json")


@dataclass(frozen=True)
class Shelf:
    """Where the finished editions stand."""

    root: Path

    def folder(self, order: Order) -> Path:
        return self.root / order.org / order.day.isoformat() / order.lang

    def edition(self, order: Order) -> dict[str, Any] | None:
        """edition.json, which is written last; None until the edition is complete."""
        return self.read(order, MARK)

    def live(self, order: Order) -> dict[str, Any] | None:
        """The same of the live edition, which lies in a folder of its own."""
        return self.read(order, f"{LIVE}/{MARK}")

    def newest(self, order: Order) -> Order:
        """The newest edition that the org has in this language; the order itself where there is none."""
        made = max((self.root / order.org).glob(f"????-??-??/{order.lang}/edition.json"), default=None)
        return replace(order, day=date.fromisoformat(made.parts[-3])) if made else order

    def read(self, order: Order, name: str) -> dict[str, Any] | None:
        try:
            return dict(json.loads((self.folder(order) / name).read_text("utf-8")))
        except (FileNotFoundError, ValueError):
            return None


def _users(settings: Settings) -> Users:
    if settings.demo:
        return DemoUsers(settings.home / "demo.json")
    users = FileUsers(settings.home / "users.toml")
    users.check()
    return users
