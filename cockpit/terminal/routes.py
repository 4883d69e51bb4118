"""The routes of the terminals: parts of the snapshot, the words to them, the wall's page and the bundle."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from cockpit.reception import Reception
from cockpit.reception import Shelf as Editions
from cockpit.routes import INDICATOR, ONE_YEAR, PERIODS, Api, RefusalError, plain
from cockpit.scope import OutOfScopeError, Sight
from cockpit.terminal import parts, screen, words
from cockpit.terminal.bundle import asset
from cockpit.terminal.coding import CODINGS, chosen
from cockpit.terminal.feed import Feed
from cockpit.terminal.parts import Ask
from cockpit.terminal.shelf import Shelf
from cockpit.users import User
from metrics.funnels import Campaign

FORMAT = 2
"""Part of every tag: whoever changes what the bytes say counts it up."""
SHELF_BYTES = 128 << 20
KEEP_NOT = {"Cache-Control": "private, no-store", "Vary": "Accept-Encoding"}
"""The terminal keeps what it is sent, and wipes it; nothing stays with the browser or on the way."""


def routes(reception: Reception) -> list[BaseRoute]:
    board = Board(Api(reception, Editions(reception.settings.editions)))
    return [
        Route("/api/snapshot", plain(board.snapshot)),
        Route("/api/catalogue", plain(board.catalogue)),
        WebSocketRoute("/api/feed", Feed(reception, board.shelf).open),
        Route("/screen", plain(partial(screen.document, reception))),
        Route("/board/assets/{name}", plain(file)),
    ]


@dataclass(frozen=True)
class Board:
    """The answers; each checks the user first and the scope last. `shelf` has what was made once for all."""

    api: Api
    shelf: Shelf = field(default_factory=lambda: Shelf(SHELF_BYTES))

    @property
    def reception(self) -> Reception:
        return self.api.reception

    def snapshot(self, request: Request) -> Response:
        """A part of the snapshot, or 304 where the terminal holds it."""
        user = self.api.user(request)
        sight = self.api.sight(user)
        org = self.api.org(request.query_params.get("org", ""))
        try:
            ask = self.asked(request, sight, sight.require(org))
        except OutOfScopeError:
            self.reception.note(user, "refused", "board", ("", "", ""))
            raise
        self.note(user, ask)
        snapshot, headlines = sight.snapshot, words.headlines(self.reception.catalogue)
        key = (snapshot.version, ask)
        return self.answer(
            request, key, lambda: parts.encoded(snapshot, ask, headlines), "application/octet-stream", KEEP_NOT
        )

    def catalogue(self, request: Request) -> Response:
        """The words: the same for all who may come in."""
        self.api.user(request)
        snapshot = self.reception.snapshot()
        campaigns: tuple[Campaign, ...] = snapshot.funnels.campaigns if snapshot else ()
        told = words.told(self.reception.catalogue, campaigns)
        key = ("catalogue", blake2b(told, digest_size=8).hexdigest())
        kept = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
        return self.answer(request, key, lambda: told, "application/json", kept)

    def asked(self, request: Request, sight: Sight, org: str) -> Ask:
        """What the address asks for, of an org that may be seen."""
        query = request.query_params
        part, period, indicator = query.get("part", ""), query.get("period", "mtd"), query.get("indicator", "")
        if part == "first" and period in PERIODS:
            return Ask("first", org, period=period, top=sight.path(org)[0])
        if part == "branch":
            return Ask("branch", org)
        if part != "trend" or not INDICATOR.fullmatch(indicator):
            raise RefusalError(400, "Give org and part: first (with a period), branch, or trend with an indicator.")
        if indicator not in sight.snapshot.indicators:
            raise RefusalError(404, f"There is no indicator {indicator}.")
        return Ask("trend", org, indicator=indicator)

    def note(self, user: User, ask: Ask) -> None:
        self.reception.note(user, "view", f"board:{ask.part}", (ask.org, ask.indicator, ask.period))

    def answer(
        self, request: Request, key: tuple[Hashable, ...], make: Callable[[], bytes], kind: str, headers: dict[str, str]
    ) -> Response:
        """What is on the shelf under the key, packed as the browser takes it; nothing where it has that already."""
        tag = tagged(key)
        headers = {**headers, "ETag": tag}
        if tag in (one.strip() for one in request.headers.get("if-none-match", "").split(",")):
            return Response(None, 304, headers)
        coding = chosen(request.headers.get("accept-encoding", ""))
        content = self.shelf.of((*key, coding), lambda: CODINGS[coding](make()))
        packed = {} if coding == "identity" else {"Content-Encoding": coding}
        return Response(content, media_type=kind, headers={**headers, **packed})


def tagged(key: tuple[Hashable, ...]) -> str:
    """The tag of what is made once under a key; weak, for the bytes on the way depend on the coding."""
    return f'W/"{blake2b(repr((FORMAT, key)).encode(), digest_size=12).hexdigest()}"'


def file(request: Request) -> Response:
    """A file of the bundle; its name changes with its content."""
    found = asset(request.path_params["name"])
    if found is None:
        raise RefusalError(404, "This file is not here; `make setup` builds the board.")
    path, kind = found
    return FileResponse(path, media_type=kind, headers={"Cache-Control": ONE_YEAR})
