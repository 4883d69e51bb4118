"""What is there, what is missing, and the remedy."""

import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from avatar.fonts import FOLDER
from avatar.sadtalker import PREPARED
from briefing.speech.espeak import EspeakEngine
from cockpit import renderer
from cockpit.assets import WEB_FONTS
from cockpit.checks import Checks
from cockpit.settings import Settings
from cockpit.terminal.bundle import bundle
from data.errors import UserError
from data.messages import text

FREE_GB = 3
GB = 1e9
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Finding:
    """One part of the machine or of the set-up; without a `needed` part the product does not run."""

    part: str
    ok: bool
    what: str
    remedy: str
    needed: bool = True

    def __str__(self) -> str:
        mark = "ok     " if self.ok else "MISSING" if self.needed else "absent "
        return f"{mark} {self.part}: {self.what}" + ("" if self.ok else f". {self.remedy}")


def findings(settings: Settings) -> list[Finding]:
    """Look at every part; nothing is changed."""
    looks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _python, _home, _disk, _fonts, _board, _voices, _presenter, _port, _redis, _chromium, _data, _numbers
    )  # fmt: skip
    return [finding for look in looks for finding in look(settings)]


def _python(_settings: Settings) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", sys.version_info >= OLDEST_PYTHON, version, "Install Python 3.11 or newer.")


def _home(settings: Settings) -> Iterator[Finding]:
    probe = settings.home / ".probe"
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        yield Finding("COCKPIT_HOME", ok=False, what=f"{settings.home}: {error.strerror}", remedy="Set COCKPIT_HOME.")
    else:
        yield Finding("COCKPIT_HOME", ok=True, what=f"{settings.home} is writable", remedy="")


def _disk(settings: Settings) -> Iterator[Finding]:
    place = next(path for path in (settings.home, *settings.home.parents) if path.exists())
    free = shutil.disk_usage(place).free / GB
    yield Finding("disk", free >= FREE_GB, f"{free:.1f} GB free", f"Free {FREE_GB} GB, or set COCKPIT_HOME elsewhere.")


def _fonts(_settings: Settings) -> Iterator[Finding]:
    drawn, web = len(list(FOLDER.glob("*.ttf"))), len(list(WEB_FONTS.glob("*.woff2")))
    yield Finding("fonts", bool(drawn and web), f"{drawn} for films, {web} for pages", "Run `make setup`.")


def _board(_settings: Settings) -> Iterator[Finding]:
    built = bundle()
    yield Finding("board", bool(built), built.script if built else "not built", "Run `make setup`.")


def _voices(settings: Settings) -> Iterator[Finding]:
    engine = EspeakEngine()
    try:
        yield Finding("offline voice", ok=True, what=f"espeak-ng {engine.version} speaks zh and en", remedy="")
    except UserError as error:
        yield Finding("offline voice", ok=False, what=error.what, remedy=error.remedy)
    finally:
        engine.close()
    told = "on: the script's text leaves the company" if settings.online_voice else "off: nothing leaves the company"
    yield Finding("online voice", ok=True, what=told, remedy="", needed=False)


def _presenter(settings: Settings) -> Iterator[Finding]:
    if settings.renderer == "drawn" or (settings.renderer == "auto" and not renderer.ready(settings)):
        yield Finding("presenter", ok=True, what=f"drawn (COCKPIT_RENDERER is {settings.renderer})", remedy="")
        return
    kept = (settings.sadtalker / PREPARED).is_file()
    what = f"the portrait of {settings.sadtalker}, " + ("on CUDA" if renderer.ready(settings) else "without a GPU")
    remedy = "Run `python -m cockpit sadtalker prepare --weights DIR --portrait FILE`."
    yield Finding("presenter", kept, what if kept else "no portrait is prepared", remedy)


def _port(settings: Settings) -> Iterator[Finding]:
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", settings.port)) == 0
    what = f"{settings.port} is {'taken, perhaps by a running cockpit' if taken else 'free'}"
    yield Finding("port", not taken, what, "Set COCKPIT_PORT to a free one.", needed=False)


def _redis(settings: Settings) -> Iterator[Finding]:
    if settings.redis_url is None:
        what = "REDIS_URL is not set: files serve as the first cache"
        yield Finding("Redis", ok=True, what=what, remedy="", needed=False)
        return
    store = settings.store()
    store.version()
    remedy = "Start it, or empty REDIS_URL; until then files serve."
    yield Finding("Redis", not store.degraded, "; ".join(store.degraded) or "answers", remedy, needed=False)


def _chromium(_settings: Settings) -> Iterator[Finding]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    yield Finding("Chromium", bool(found), found or "only the browser tests use it", "Install it.", needed=False)


def _data(settings: Settings) -> Iterator[Finding]:
    remedy = "Run `make up`, or `seed` and `compute`."
    try:
        current = settings.store().current()
    except (UserError, OSError) as error:
        yield Finding("data", ok=False, what=str(error), remedy=remedy, needed=False)
        return
    what = f"snapshot {current.version} of {current.as_of}" if current else "no snapshot yet"
    yield Finding("data", current is not None, what, remedy, needed=False)


def _numbers(settings: Settings) -> Iterator[Finding]:
    remedy = "Report it with the file of the check; `compute --check` compares again."
    last = Checks(settings.checks).last()
    what = last.told(settings.default_lang) if last else text(settings.default_lang, "recount.never")
    yield Finding("numbers", last is None or last.same, what, remedy, needed=False)
