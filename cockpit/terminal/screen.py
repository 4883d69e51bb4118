"""The page for the wall and every other terminal without Streamlit: a document that loads the board's bundle."""

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from cockpit.gate import signin_address
from cockpit.languages import preferred
from cockpit.reception import Reception
from cockpit.templating import render
from cockpit.terminal.bundle import bundle
from cockpit.users import User

MARK = Path(__file__).resolve().parent.parent / "templates" / "mark.svg"
STATUS = {"": 200, "absent": 503, "wait": 503, "nowhere": 403}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
}


def document(reception: Reception, request: Request) -> Response:
    """The document; a plain sentence where the bundle is not built, nothing is computed yet or nothing may be seen."""
    user = reception.user_of(request)
    if user is None:
        return RedirectResponse(signin_address(request), 303)
    lang = preferred(request.cookies, request.headers.get("accept-language", ""), reception.settings.lang)
    built, problem = bundle(), _problem(reception, user)
    told = context(reception, user, lang) if not problem else {}
    shown = render("screen.html.j2", lang, bundle=built, context=told, problem=problem, icon=icon())
    return HTMLResponse(shown, STATUS[problem], headers=HEADERS)


def _problem(reception: Reception, user: User) -> str:
    """Why there is nothing to show, as the catalogue of texts calls it; empty: there is."""
    if bundle() is None:
        return "absent"
    sight = reception.sight(user)
    if sight is None:
        return "wait"
    return "" if any(map(sight.covers, user.orgs)) else "nowhere"


@cache
def icon() -> str:
    """In the page itself: Chromium asks for one with an address anew whenever the page's own address changes."""
    return f"data:image/svg+xml;base64,{b64encode(MARK.read_bytes()).decode()}"


def context(reception: Reception, user: User, lang: str) -> dict[str, Any]:
    """What the bundle needs to begin: who looks, where, and `key`, under which the device keeps what it is sent.

    Raises:
        OutOfScopeError: none of the user's orgs exists.
    """
    sight = reception.sight(user)
    return {
        "user": user.name,
        "org": sight.home if sight else "",
        "roots": user.orgs,
        "key": user.key,
        "lang": lang,
        "version": sight.snapshot.version if sight else "",
    }
