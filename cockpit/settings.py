"""Every setting, read from the environment once; docs/settings.md describes them and is tested against this file."""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from briefing.answers.model import Model
from data.calendar import WorkCalendar
from data.clock import Clock
from data.errors import UserError
from data.messages import LANGUAGES
from data.tables import Tables
from metrics.store import Store, open_store

T = TypeVar("T")
DEMO_AS_OF = date(2026, 6, 16)
DEMO_HOUR = time(7)
SECRET_BYTES = 32
MOST_DAYS = 365


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, its default as text, and what it decides."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("COCKPIT_HOME", "./var", "folder of all state: spool, tables, snapshots, editions, caches"),
    Variable("COCKPIT_HOST", "127.0.0.1", "address that the web process listens on; 0.0.0.0 opens it to the network"),
    Variable("COCKPIT_PORT", "8501", "port of the web process"),
    Variable(
        "COCKPIT_NOW", "", "ISO time at which the clock stands; empty: the real time, in demo mode the demo's day"
    ),
    Variable("COCKPIT_LANG", "", "zh or en for editions and messages; empty: zh, and pages follow the browser"),
    Variable("COCKPIT_MODE", "demo", "demo: the demo insurer and its users; live: users.toml and a strong key"),
    Variable("COCKPIT_BRIEF_AT", "06:30", "time of day from which the morning's editions are made"),
    Variable(
        "COCKPIT_CHECK_AT", "03:30", "time of day from which, once a day, all numbers are counted anew and compared"
    ),
    Variable("COCKPIT_TICK_S", "60", "seconds between two looks of the worker at the spool"),
    Variable("COCKPIT_CALENDAR", "natural", "natural: calendar months; work: work months from the 26th to the 25th"),
    Variable("COCKPIT_HOLIDAYS", "", "TOML file of days that overrule the public calendar"),
    Variable("COCKPIT_ONLINE_VOICE", "0", "1: edge-tts speaks first; the script's text then leaves the company"),
    Variable("COCKPIT_VOICE_PROXY", "", "HTTP proxy through which edge-tts is reached; empty: directly"),
    Variable(
        "COCKPIT_VOICE_CA", "", "PEM file of an authority trusted for edge-tts too, as a company's proxy needs it"
    ),
    Variable("COCKPIT_LEXICON", "", "TOML file of words and how they are said, by language (briefing/lexicon.toml)"),
    Variable("COCKPIT_ARTICLES", "", "folder of this house's Markdown articles, beside ours (briefing/articles)"),
    Variable(
        "COCKPIT_RENDERER",
        "drawn",
        "drawn; sadtalker: the prepared portrait, even where that takes hours; auto: it if a CUDA device is there",
    ),
    Variable(
        "COCKPIT_MODEL_URL", "", "OpenAI-compatible service for questions not understood, which then leave the house"
    ),
    Variable("COCKPIT_MODEL_NAME", "", "name of the model at that service"),
    Variable("COCKPIT_MODEL_KEY", "", "key of that service"),
    Variable("COCKPIT_SIGNIN_DAYS", "30", "days for which an open page, as on a wall, renews its sign-in by itself"),
    Variable("COCKPIT_SECRET_KEY", "", "key that signs cookies and tokens; empty: made once in COCKPIT_HOME"),
    Variable("REDIS_URL", "", "Redis of the first cache; empty: files under COCKPIT_HOME"),
)


@dataclass(frozen=True)
class Settings:
    """The settings as typed values; everything below this floor takes plain arguments."""

    home: Path
    host: str
    port: int
    now: datetime | None
    lang: str | None
    demo: bool
    brief_at: time
    check_at: time
    tick_s: float
    calendar_mode: str
    holidays: Path | None
    online_voice: bool
    voice_proxy: str | None
    voice_ca: Path | None
    lexicon: Path | None
    articles: Path | None
    renderer: str
    model: Model | None
    signin_longest: timedelta
    secret_key: str
    redis_url: str | None

    @property
    def spool(self) -> Path:
        return self.home / "spool"

    @property
    def editions(self) -> Path:
        return self.home / "editions"

    @property
    def requests(self) -> Path:
        return self.home / "requests"

    @property
    def followups(self) -> Path:
        return self.home / "followups.jsonl"

    @property
    def repairs(self) -> Path:
        return self.home / "repairs"

    @property
    def checks(self) -> Path:
        return self.home / "checks"

    @property
    def campaigns(self) -> Path:
        """Campaigns of this house; a newer version there takes the place of the program's own."""
        return self.home / "campaigns"

    @property
    def signed_out(self) -> Path:
        return self.home / "signed_out"

    @property
    def audit(self) -> Path:
        return self.home / "audit"

    @property
    def exports(self) -> Path:
        return self.home / "exports"

    @property
    def cache(self) -> Path:
        return self.home / "cache"

    @property
    def sadtalker(self) -> Path:
        return self.home / "sadtalker"

    @property
    def tables(self) -> Tables:
        return Tables(self.home / "tables")

    @property
    def default_lang(self) -> str:
        return self.lang or "zh"

    @property
    def demo_facts(self) -> dict[str, Any]:
        """What the demo insurer's seed wrote down: its day and the orgs of its users; empty before the seed."""
        path = self.home / "demo.json"
        return dict(json.loads(path.read_text("utf-8"))) if self.demo and path.exists() else {}

    @property
    def clock(self) -> Clock:
        """The clock; in demo mode it stands at seven on the morning after the demo's last day."""
        if self.now or not self.demo:
            return Clock(self.now)
        as_of = date.fromisoformat(self.demo_facts.get("as_of", DEMO_AS_OF.isoformat()))
        return Clock(datetime.combine(as_of + timedelta(days=1), DEMO_HOUR))

    @cached_property
    def calendar(self) -> WorkCalendar:
        return WorkCalendar("work" if self.calendar_mode == "work" else "natural", self.holidays)

    def store(self) -> Store:
        return open_store(self.home / "store", self.redis_url)

    @cached_property
    def secret(self) -> bytes:
        """The signing key: the setting, or one made once and kept readable by its owner alone."""
        if self.secret_key:
            return self.secret_key.encode()
        path = self.home / "secret.key"
        if not path.exists():
            _write_key(path)
        return path.read_bytes()


def _write_key(path: Path) -> None:
    """Two processes may start at once: the first to link its file wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(secrets.token_hex(SECRET_BYTES).encode())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises:
        UserError: a variable has a value that cannot be used; the message names it and the remedy.
    """
    given = os.environ if environ is None else environ
    text = {v.name: given.get(v.name, "").strip() or v.default for v in VARIABLES}
    settings = Settings(
        home=Path(text["COCKPIT_HOME"]).expanduser().absolute(),
        host=text["COCKPIT_HOST"],
        port=_parse(text, "COCKPIT_PORT", _port, "Give a port between 1 and 65535."),
        now=_parse(text, "COCKPIT_NOW", _moment, "Give an ISO time such as 2026-06-17T07:00."),
        lang=_choice(text, "COCKPIT_LANG", ("", *LANGUAGES)) or None,
        demo=_choice(text, "COCKPIT_MODE", ("demo", "live")) == "demo",
        brief_at=_parse(text, "COCKPIT_BRIEF_AT", time.fromisoformat, "Give a time of day such as 06:30."),
        check_at=_parse(text, "COCKPIT_CHECK_AT", time.fromisoformat, "Give a time of day such as 03:30."),
        tick_s=_parse(text, "COCKPIT_TICK_S", float, "Give a number of seconds."),
        calendar_mode=_choice(text, "COCKPIT_CALENDAR", ("natural", "work")),
        holidays=Path(text["COCKPIT_HOLIDAYS"]) if text["COCKPIT_HOLIDAYS"] else None,
        online_voice=_choice(text, "COCKPIT_ONLINE_VOICE", ("0", "1")) == "1",
        voice_proxy=_parse(text, "COCKPIT_VOICE_PROXY", _address, "Give an address such as http://proxy.example:3128."),
        voice_ca=Path(text["COCKPIT_VOICE_CA"]) if text["COCKPIT_VOICE_CA"] else None,
        lexicon=Path(text["COCKPIT_LEXICON"]) if text["COCKPIT_LEXICON"] else None,
        articles=Path(text["COCKPIT_ARTICLES"]) if text["COCKPIT_ARTICLES"] else None,
        renderer=_choice(text, "COCKPIT_RENDERER", ("drawn", "sadtalker", "auto")),
        model=_model(text),
        signin_longest=_parse(text, "COCKPIT_SIGNIN_DAYS", _days, "Give whole days from 0 (never) to 365."),
        secret_key=text["COCKPIT_SECRET_KEY"],
        redis_url=text["REDIS_URL"] or None,
    )
    if not settings.demo and len(settings.secret_key) < SECRET_BYTES:
        raise UserError(
            "COCKPIT_SECRET_KEY",
            f"is missing or shorter than {SECRET_BYTES} characters",
            "Outside demo mode give a random key of that length.",
        )
    return settings


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 1 << 16:
        raise ValueError(text)
    return port


def _days(text: str) -> timedelta:
    days = int(text)
    if not 0 <= days <= MOST_DAYS:
        raise ValueError(text)
    return timedelta(days=days)


def _model(text: Mapping[str, str]) -> Model | None:
    url = _parse(text, "COCKPIT_MODEL_URL", _address, "Give an address such as https://models.example/v1.")
    if url and not text["COCKPIT_MODEL_NAME"]:
        raise UserError("COCKPIT_MODEL_NAME", "is missing", "Name the model, or leave out COCKPIT_MODEL_URL.")
    return Model(url, text["COCKPIT_MODEL_NAME"], text["COCKPIT_MODEL_KEY"]) if url else None


def _address(text: str) -> str | None:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError(text)
    return text or None


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _parse(text: Mapping[str, str], name: str, read: Callable[[str], T], remedy: str) -> T:
    try:
        return read(text[name])
    except ValueError as error:
        raise UserError(name, f"has the value {text[name]!r}, which cannot be read", remedy) from error


def _choice(text: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    if text[name] not in words:
        raise UserError(
            name, f"has the value {text[name]!r}", f"Give one of: {', '.join(w or 'nothing' for w in words)}."
        )
    return text[name]
