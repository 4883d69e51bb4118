"""The web process's own routes under /api: health, values, editions and exports."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from anyio import to_thread
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from briefing.folder import FILM, LIVE, PICTURES, SCRIPT, SOUND
from cockpit.export import FUNNEL, LONG, VIEWS, Ask, settled
from cockpit.funnel_table import COHORTS
from cockpit.orders import Order, parse_order
from cockpit.reception import Reception, Shelf
from cockpit.scope import OutOfScopeError, Sight
from cockpit.sheets import TYPES, WRITERS
from cockpit.users import User
from data.errors import UserError
from data.messages import LANGUAGES

PERIODS = ("day", "mtd", "qtd", "ytd")
ORG = re.compile(r"86(\d\d){0,5}")
LATEST = "latest"
INDICATOR = re.compile(r"[a-z][a-z0-9_]{0,63}")
HERE = Path(__file__).parent
FONT = re.compile(r"noto-sans-sc-chinese-simplified-(400|700)-normal\.woff2")
ONE_YEAR = "public, max-age=31536000, immutable"
Answer = Callable[[Request], Response]


class RefusalError(Exception):
    """A request that is answered with a status and one plain sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def routes(reception: Reception) -> list[Route]:
    """All routes under /api, and the fonts."""
    api = Api(reception, Shelf(reception.settings.editions))
    edition = "/api/editions/{org}/{date}/{lang}"
    return [
        Route("/api/health", plain(api.health)),
        Route("/api/value", plain(api.value)),
        Route(f"{edition}/film.mp4", plain(partial(api.file, name=FILM, kind="video/mp4"))),
        Route(f"{edition}/captions.vtt", plain(partial(api.file, name="captions.{lang}.vtt", kind="text/vtt"))),
        Route(f"{edition}/script.json", plain(partial(api.file, name=SCRIPT, kind="application/json"))),
        Route(f"{edition}/live/pictures.json", plain(partial(api.live, name=PICTURES, kind="application/json"))),
        Route(f"{edition}/live/sound.webm", plain(partial(api.live, name=SOUND, kind="audio/webm"))),
        Route(edition, plain(api.state), methods=["GET"]),
        Route(edition, plain(api.order), methods=["POST"]),
        Route("/api/export", plain(api.export)),
        Route("/api/exports/{id}", plain(api.parcel)),
        Route("/api/{rest:path}", plain(api.unknown), methods=["GET", "POST", "PUT", "DELETE"]),
        Route("/fonts/{name}", plain(font)),
    ]


def plain(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of an answer: run beside the event loop, every refusal one sentence of JSON."""

    async def endpoint(request: Request) -> Response:
        try:
            return await to_thread.run_sync(answer, request)
        except OutOfScopeError:
            return refuse(403, "You may not see this organisation.")
        except RefusalError as refusal:
            return refuse(refusal.status, refusal.sentence)
        except UserError as error:
            return refuse(404, str(error))

    return endpoint


def refuse(status: int, sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status)


@dataclass(frozen=True)
class Api:
    """The answers; each checks the user first and the scope last."""

    reception: Reception
    shelf: Shelf

    def health(self, _request: Request) -> Response:
        """Open to all: no figure of the insurer is in it."""
        snapshot = self.reception.snapshot()
        return JSONResponse(
            {
                "snapshot": snapshot and snapshot.version,
                "as_of": snapshot and snapshot.as_of.isoformat(),
                "age_s": snapshot and self.reception.age_s(snapshot),
                "sources": list(snapshot.sources) if snapshot else [],
                "degraded": self.reception.degraded(),
            }
        )

    def value(self, request: Request) -> Response:
        sight = self.sight(self.user(request))
        org = self.org(request.query_params.get("org", ""))
        sight.require(org)
        indicator = request.query_params.get("indicator", "")
        period = request.query_params.get("period", "mtd")
        if not INDICATOR.fullmatch(indicator) or period not in PERIODS:
            raise RefusalError(400, "Give org, indicator and period (day, mtd, qtd or ytd).")
        if indicator not in self.reception.catalogue:
            raise RefusalError(404, f"There is no indicator {indicator}.")
        return JSONResponse(sight.value_json(org, indicator, period))

    def export(self, request: Request) -> Response:
        """A view as a file; a long one is made by the worker, and its address answered."""
        user, query = self.user(request), request.query_params
        sight, kind, ask = self.sight(user), query.get("format", "csv"), self.asked(query)
        sight.require(ask.org)
        if ask.view not in VIEWS or kind not in WRITERS:
            raise RefusalError(400, f"Give a view ({', '.join(VIEWS)}) and a format ({', '.join(WRITERS)}).")
        ask = settled(sight, ask)
        if ask.view in LONG:
            if not user.export:
                raise RefusalError(403, "Your account may not export whole scopes; ask your administrator.")
            parcel = self.reception.parcels.place(user.name, user.orgs, ask, kind, self.reception.settings.clock.now())
            self.reception.note(user, "export", f"{ask.view}.{kind}", ask.place)
            return JSONResponse({"id": parcel.id, "state": "asked", "href": f"/api/exports/{parcel.id}"}, 202)
        frame = VIEWS[ask.view](sight, self.reception.catalogue, ask)
        self.reception.note(user, "export", f"{ask.view}.{kind}", ask.place, len(frame))
        return Response(WRITERS[kind](frame), media_type=TYPES[kind], headers=_attached(f"{ask.name}.{kind}"))

    def asked(self, query: QueryParams) -> Ask:
        """What the address asks to export, its words checked; those of a funnel where the funnels are known."""
        lang = query.get("lang", "zh")
        lang = lang if lang in LANGUAGES else "zh"
        if query.get("view") == FUNNEL:
            words = {word: query.get(word, "") for word in ("campaign", "month")}
            cohort = query.get("cohort", COHORTS[0])
            return Ask(FUNNEL, self.org(query.get("org", "")), "", "", lang, **words, cohort=cohort)
        org, indicator, period = self.org(query.get("org", "")), query.get("indicator", ""), query.get("period", "mtd")
        if indicator not in self.reception.catalogue or period not in PERIODS:
            raise RefusalError(400, "Give org, indicator and period (day, mtd, qtd or ytd).")
        return Ask(query.get("view", ""), org, indicator, period, lang)

    def parcel(self, request: Request) -> Response:
        """A long export, for the one who asked for it."""
        user, parcels = self.user(request), self.reception.parcels
        parcel = parcels.find(request.path_params["id"])
        if parcel is None or parcel.user != user.name:
            raise RefusalError(404, "There is no such export (any more); ask for it again.")
        self.sight(user).require(parcel.ask.org)
        if not parcels.file(parcel).exists():
            return JSONResponse({"id": parcel.id, "state": "asked"}, 202)
        name = f"{parcel.ask.name}.{parcel.format}"
        return FileResponse(parcels.file(parcel), media_type=TYPES[parcel.format], headers=_attached(name))

    def file(self, request: Request, *, name: str, kind: str) -> Response:
        order = self.seen(request)
        path = self.shelf.folder(order) / name.format(lang=order.lang)
        if not self.shelf.edition(order) or not path.is_file():
            raise RefusalError(404, "This edition is not made yet; POST to its address asks for it.")
        return FileResponse(path, media_type=kind, headers={"Cache-Control": "private, no-cache"})

    def live(self, request: Request, *, name: str, kind: str) -> Response:
        order = self.seen(request)
        path = self.shelf.folder(order) / LIVE / name
        if not self.shelf.live(order) or not path.is_file():
            raise RefusalError(404, "This edition is not made yet; POST to its address asks for it.")
        packed = {"Content-Encoding": "gzip"} if path.suffix == ".gz" else {}
        return FileResponse(path, media_type=kind, headers={"Cache-Control": "private, no-cache"} | packed)

    def state(self, request: Request) -> Response:
        return JSONResponse(self.state_of(self.seen(request)))

    def order(self, request: Request) -> Response:
        order = self.seen(request)
        if order.day != self.reception.today:
            raise RefusalError(400, f"Only today's edition ({self.reception.today}) can be asked for.")
        if not self.shelf.edition(order):
            self.reception.orders.place(order)
        return JSONResponse(self.state_of(order), 202)

    def state_of(self, order: Order) -> dict[str, Any]:
        """`state` is ready, asked or absent; `edition` is edition.json once it is ready."""
        edition = self.shelf.edition(order)
        asked = edition is None and order in self.reception.orders.open()
        return {"state": "ready" if edition else "asked" if asked else "absent", "edition": edition}

    def unknown(self, request: Request) -> Response:
        self.user(request)
        raise RefusalError(404, "There is no such address; docs/contracts.md lists them.")

    def user(self, request: Request) -> User:
        user = self.reception.user_of(request)
        if user is None:
            raise RefusalError(401, "Sign in, or give a bearer token (python -m cockpit token --user NAME).")
        return user

    def sight(self, user: User) -> Sight:
        sight = self.reception.sight(user)
        if sight is None:
            raise RefusalError(503, "The first snapshot is not computed yet; try again in a minute.")
        return sight

    def org(self, org: str) -> str:
        if not ORG.fullmatch(org):
            raise RefusalError(400, "An organisation is named by 86 and two digits for each level below.")
        return org

    def seen(self, request: Request) -> Order:
        """The edition that the address names, if the user may see its org; `latest` is the newest that is made."""
        user, given = self.user(request), request.path_params
        latest = given["date"] == LATEST
        try:
            order = parse_order(given["org"], str(self.reception.today) if latest else given["date"], given["lang"])
        except UserError as error:
            raise RefusalError(400, str(error)) from error
        self.sight(user).require(order.org)
        return self.shelf.newest(order) if latest else order


def _attached(name: str) -> dict[str, str]:
    """Saved under a name, and kept by nobody on the way."""
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


def font(request: Request) -> Response:
    """A font of the pages; without it the browser takes its own."""
    name = request.path_params["name"]
    path = HERE / "static" / "fonts" / name
    if not FONT.fullmatch(name) or not path.is_file():
        raise RefusalError(404, "This font is not here; `make setup` fetches it.")
    return FileResponse(path, media_type="font/woff2", headers={"Cache-Control": ONE_YEAR})
