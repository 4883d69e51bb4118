"""The web process: Streamlit's pages with the house's own routes, behind the gate."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from anyio import to_thread
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from cockpit import document, signin, terminal
from cockpit import routes as api
from cockpit.gate import Gate
from cockpit.reception import Reception
from cockpit.settings import Settings
from cockpit.users import User
from data.errors import UserError

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "cockpit" / "app.py"
COLLECT_S = 30
Lifespan = Callable[[Any], AbstractAsyncContextManager[dict[str, Any] | None]]


def routes(reception: Reception) -> list[BaseRoute]:
    return [
        *signin.routes(reception),
        *terminal.routes(reception),
        *api.routes(reception),
        *document.routes(),
    ]


def middleware(reception: Reception) -> list[Middleware]:
    return [Middleware(Gate, tokens=reception.tokens)]


def lifespan(reception: Reception) -> Lifespan:
    """Warm what every page needs, then keep the garbage collector out of the way of the pages."""

    @asynccontextmanager
    async def alive(_app: Any) -> AsyncIterator[dict[str, Any] | None]:
        await to_thread.run_sync(warm, reception)
        collector = asyncio.create_task(collect())
        yield None
        collector.cancel()
        with suppress(asyncio.CancelledError):
            await collector

    return alive


def warm(reception: Reception) -> None:
    """Import and read what the first visitor would wait for; all of it stays, so the collector need not look at it."""
    import cockpit.charts  # noqa: F401, PLC0415 - plotly takes a second, which the first visitor need not wait

    reception.snapshot()
    document.html()
    gc.collect()
    gc.freeze()


async def collect() -> None:
    """Collect on a slow timer in place of Streamlit's collection after every rerun (runner.postScriptGC)."""
    while True:
        await asyncio.sleep(COLLECT_S)
        await to_thread.run_sync(gc.collect)


def user_named(reception: Reception, name: str) -> User:
    """A user for `python -m cockpit token`.

    Raises:
        UserError: nobody has this name.
    """
    user = reception.users.find(name)
    if user is None:
        raise UserError(f"user {name}", "is unknown", "Demo users are hq, branch, … unit and analyst.")
    return user


def token_for(settings: Settings, name: str) -> str:
    """A bearer token for the house's own routes."""
    reception = Reception.open(settings)
    return reception.tokens.issue(user_named(reception, name))
