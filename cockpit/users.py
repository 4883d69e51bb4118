"""Who may come in, and as whom: the demo insurer's people, or those of users.toml."""

import hashlib
import hmac
import json
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Protocol

from data.clock import Clock
from data.errors import UserError

DEMO_USERS = ("hq", "branch", "sub_branch", "district", "department", "unit", "analyst")
DEMO_PASSWORD = "demo"  # noqa: S105 - public on purpose, in demo mode only
SCRYPT = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}
SALT_BYTES = 16
LONGEST = 200
"""Characters of a name or a password that the sign-in reads."""
SETTLED_S = 1.0
"""So long after a change a file may change again without another time."""
HASH = re.compile(r"scrypt\$[0-9a-f]{32}\$[0-9a-f]{64}")
ENTRY = 'Give orgs = ["8601"] and password = "scrypt$…" as `python -m cockpit password` prints it.'


@dataclass(frozen=True)
class User:
    """A person: the orgs whose subtrees they may see, and the hash of their password."""

    name: str
    orgs: tuple[str, ...]
    password: str
    export: bool = False

    @property
    def stamp(self) -> str:
        """Changes with the password, so that a sign-in from before the change ends."""
        return hashlib.sha256(self.password.encode()).hexdigest()[:16]

    @property
    def key(self) -> str:
        """Changes with the person and the scope: what a terminal keeps lies under it."""
        return hashlib.sha256(repr((self.name, self.orgs)).encode()).hexdigest()[:24]


class Users(Protocol):
    """The people of the house, looked up afresh at every request; whatever changes of them changes the file `path`."""

    @property
    def path(self) -> Path: ...

    def find(self, name: str) -> User | None: ...


def hash_password(password: str, salt: bytes | None = None) -> str:
    """The text `scrypt$SALT$HASH` (hexadecimal) that users.toml holds for a password."""
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    digest = hashlib.scrypt(password.encode(), salt=salt, **SCRYPT)
    return f"scrypt${salt.hex()}${digest.hex()}"


def verify(user: User | None, password: str) -> bool:
    """Whether the password is the user's; an unknown user takes as long as a wrong password."""
    kept = user.password if user else demo_hash()
    salt = bytes.fromhex(kept.split("$")[1])
    return hmac.compare_digest(hash_password(password, salt), kept) and user is not None


@cache
def demo_hash() -> str:
    """The same in every process, so that a token of the command line opens the web process, restarted or not."""
    return hash_password(DEMO_PASSWORD, bytes(SALT_BYTES))


@dataclass(frozen=True)
class DemoUsers:
    """The managers of one line of the demo insurer from top to bottom, and an analyst; orgs from demo.json."""

    path: Path

    def find(self, name: str) -> User | None:
        if name not in DEMO_USERS:
            return None
        org = self._orgs().get(name, "86" if name in ("hq", "analyst") else "")
        return User(name, (org,) if org else (), demo_hash(), export=name == "analyst")

    def _orgs(self) -> Mapping[str, str]:
        try:
            users = json.loads(self.path.read_text("utf-8")).get("users", {})
        except FileNotFoundError:
            return {}
        return {str(name): str(org) for name, org in users.items()}


@dataclass(frozen=True)
class FileUsers:
    """The people of users.toml: `[NAME]` with `password` (from hash_password), `orgs`, and perhaps `export`."""

    path: Path

    def find(self, name: str) -> User | None:
        record = self._records().get(name)
        return self._user(name, record) if record is not None else None

    def check(self) -> None:
        """Read everybody once.

        Raises:
            UserError: the file is missing, cannot be read, or a person's entry is incomplete.
        """
        for name, record in self._records().items():
            self._user(name, record)

    def _records(self) -> dict[str, Any]:
        """All entries; of a file that did not change they are not read again, for every open terminal is looked up."""
        try:
            state = self.path.stat()
            if Clock().now().timestamp() - state.st_mtime < SETTLED_S:  # another change may not show in its time
                return tomllib.loads(self.path.read_text("utf-8"))
            return _read(self.path, state.st_mtime_ns, state.st_size, state.st_ino)
        except FileNotFoundError as error:
            raise UserError(str(self.path), "is missing", "Outside demo mode list the users there.") from error
        except tomllib.TOMLDecodeError as error:
            raise UserError(str(self.path), f"cannot be read: {error}", "Correct the TOML.") from error

    def _user(self, name: str, record: Any) -> User:
        try:
            user = User(name, tuple(record["orgs"]), str(record["password"]), bool(record.get("export", False)))
        except (KeyError, TypeError) as error:
            raise UserError(f"{self.path} [{name}]", "is incomplete", ENTRY) from error
        if not HASH.fullmatch(user.password):
            raise UserError(f"{self.path} [{name}]", "has a password that is no hash", ENTRY)
        return user


@lru_cache(2)
def _read(path: Path, *_state: int) -> dict[str, Any]:
    """A TOML file as it was in this state."""
    return tomllib.loads(path.read_text("utf-8"))
