"""Signing in and out, and the choice of language: plain pages of their own, before Streamlit is loaded."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from cockpit.languages import COOKIE as LANGUAGE_COOKIE
from cockpit.languages import preferred
from cockpit.reception import Reception
from cockpit.templating import render
from cockpit.tokens import LIFETIME
from cockpit.users import DEMO_USERS, LONGEST, User, verify
from data.messages import LANGUAGES

HERE = Path(__file__).parent
ONE_YEAR_S = 365 * 24 * 3600
BRAND = ("mark.svg", "skyline.svg")


def routes(reception: Reception) -> list[Route]:
    door = Door(reception)
    return [
        Route("/signin", door.page, methods=["GET"]),
        Route("/signin", door.sign_in, methods=["POST"]),
        Route("/signout", door.sign_out, methods=["POST"]),
        Route("/api/renew", door.renew, methods=["POST"]),
        Route("/language/{lang}", language),
        Route("/brief", brief),
        Route("/brand/{name}", brand),
    ]


def inside(target: str) -> str:
    """The address to go on to, if it is one of ours; the first page otherwise."""
    parts = urlsplit(target)
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return target if ours and "\n" not in target and "\r" not in target else "/"


@dataclass(frozen=True)
class Door:
    """The sign-in page and its form."""

    reception: Reception

    async def page(self, request: Request) -> Response:
        if self.reception.user_of(request):
            return RedirectResponse(inside(request.query_params.get("next", "/")), 303)
        return self.show(request, inside(request.query_params.get("next", "/")))

    async def sign_in(self, request: Request) -> Response:
        form = await request.form(max_fields=4, max_files=0)
        name, password = (str(form.get(field, ""))[:LONGEST] for field in ("user", "password"))
        target = inside(str(form.get("next", "/")))
        key = f"{request.client.host if request.client else ''} {name}"
        if not self.reception.tries.allowed(key):
            return self.show(request, target, "too_many", 429)
        user = self.reception.users.find(name)
        if not await to_thread.run_sync(verify, user, password) or user is None:
            self.reception.tries.fail(key)
            return self.show(request, target, "wrong", 401)
        self.reception.tries.forget(key)
        return self.admit(request, user, target)

    async def sign_out(self, request: Request) -> Response:
        """End this sign-in everywhere, and take the cookie back."""
        if token := request.cookies.get(self.reception.tokens.cookie):
            await to_thread.run_sync(self.reception.tokens.end, token)
        response = RedirectResponse("/signin", 303)
        response.delete_cookie(self.reception.tokens.cookie, httponly=True, samesite="lax")
        return response

    async def renew(self, request: Request) -> Response:
        """The same sign-in for longer, for a page that stays open for days."""
        token = request.cookies.get(self.reception.tokens.cookie, "")
        renewed = await to_thread.run_sync(self.reception.tokens.renewed, token)
        if renewed is None:
            return JSONResponse({"error": "This sign-in is over; sign in again."}, 401)
        return self.with_cookie(request, Response(None, 204), renewed)

    def admit(self, request: Request, user: User, target: str) -> Response:
        return self.with_cookie(request, RedirectResponse(target, 303), self.reception.tokens.issue(user))

    def with_cookie(self, request: Request, response: Response, token: str) -> Response:
        age, secure = int(LIFETIME.total_seconds()), request.url.scheme == "https"
        response.set_cookie(
            self.reception.tokens.cookie, token, max_age=age, httponly=True, samesite="lax", secure=secure
        )
        return response

    def show(self, request: Request, target: str, problem: str = "", status: int = 200) -> Response:
        lang = preferred(request.cookies, request.headers.get("accept-language", ""), self.reception.settings.lang)
        demo = DEMO_USERS if self.reception.settings.demo else ()
        shown: dict[str, Any] = {"lang": lang, "next": target, "problem": problem, "demo": demo, "langs": LANGUAGES}
        return HTMLResponse(render("signin.html.j2", **shown), status, headers={"Cache-Control": "no-store"})


async def language(request: Request) -> Response:
    """Keep the language for this browser and go back."""
    lang = request.path_params["lang"]
    response = RedirectResponse(inside(request.query_params.get("next", "/")), 303)
    if lang in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, lang, max_age=ONE_YEAR_S, samesite="lax")
    return response


async def brief(request: Request) -> Response:
    """The morning brief is the first page: its name leads there too, with whatever was asked for."""
    return RedirectResponse(request.url.replace(scheme="", netloc="", path="/"), 307)


async def brand(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in BRAND:
        return Response("There is no such picture.", 404, media_type="text/plain")
    return FileResponse(HERE / "templates" / name, media_type="image/svg+xml")
