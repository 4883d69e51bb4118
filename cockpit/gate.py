"""The gate before every page: who is not signed in goes to the sign-in, a foreign site's form goes nowhere."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cockpit.tokens import Tokens
from cockpit.users import User

OPEN = ("/signin", "/signout", "/language/", "/fonts/", "/brand/", "/api/", "/static/", "/favicon", "/manifest.json")
OPEN_CORE = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' ws: wss: data: blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
}


def bearer(headers: Headers) -> str | None:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def token_of(request: HTTPConnection, tokens: Tokens) -> str | None:
    """What somebody shows to come in: a bearer token, or the cookie."""
    return bearer(request.headers) or request.cookies.get(tokens.cookie)


def user_of(request: HTTPConnection, tokens: Tokens) -> User | None:
    """The signed-in user, by bearer token or cookie, as of this request."""
    token = token_of(request, tokens)
    return tokens.read(token) if token else None


def same_origin(request: HTTPConnection, cookie: str) -> bool:
    """Whether a changing request comes from our own pages, or from a script that carries no cookie."""
    origin = request.headers.get("origin")
    if origin is None:
        return cookie not in request.cookies
    return urlsplit(origin).netloc == request.headers.get("host")


def signin_address(request: Request) -> str:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return "/signin" if wanted == "/" else f"/signin?next={quote(wanted, safe='/')}"


@dataclass(frozen=True)
class Gate:
    """ASGI middleware around the whole web process; a socket passes, and whoever opens it checks who that is."""

    app: ASGIApp
    tokens: Tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self.refusal(Request(scope))
        await (refusal or self.app)(scope, receive, _with_headers(send))

    def refusal(self, request: Request) -> Response | None:
        """What to answer instead of going on; None lets the request pass."""
        path = request.url.path
        if (
            request.method not in SAFE
            and not path.startswith("/_stcore/")
            and not same_origin(request, self.tokens.cookie)
        ):
            return PlainTextResponse("The request does not come from this site.", 403)
        if path.startswith((*OPEN, *OPEN_CORE)) or user_of(request, self.tokens):
            return None
        return RedirectResponse(signin_address(request), 303)


def _with_headers(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return wrapped
