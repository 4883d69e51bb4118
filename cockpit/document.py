"""The HTML document in which a page begins: Streamlit's own, with what it would ask for later and the code to come."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from streamlit.file_util import get_static_dir

from cockpit.templating import style
from data.errors import UserError

PANEL = "../lib/src/components/widgets/BidiComponent/BidiComponent.tsx"
CHART = "../lib/src/components/elements/PlotlyChart/PlotlyChart.tsx"
DRAWN = frozenset({"overview", "drill", "funnels"})
"""The pages that have charts."""
HEAD, BODY = "</title>", "</body>"
BEGIN = """<script>
window.__streamlit = {
  BACKEND_BASE_URL: location.origin,
  HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
};
</script>
"""
"""With these Streamlit opens its socket at once; else it first asks where the server is, waits, and asks elsewhere."""
AHEAD = """<script>{
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...said) {
    WebSocket.prototype.send = send;
    send.apply(this, said);
    import("CHART");
  };
}</script>
"""
"""What the browser does while the server runs the page's script, which the first words on the socket ask for."""


class Word(Convertor[str]):
    """A page's name in an address: a word without a dot, which files have; signing out is no page."""

    regex = "(?!signout$)[a-z_]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("word", Word())


def routes() -> list[Route]:
    return [Route("/{page:word}", document)]


async def document(request: Request) -> Response:
    """Never kept: it names the files of the Streamlit that runs."""
    drawn = request.path_params["page"] in DRAWN and "show" not in request.query_params
    return HTMLResponse(html(drawn=drawn), headers={"Cache-Control": "no-cache"})


@cache
def html(*, drawn: bool) -> str:
    """The document; `drawn`: of a page with charts.

    Raises:
        UserError: the installed Streamlit has another document, or no such pieces.
    """
    index = (Path(get_static_dir()) / "index.html").read_text("utf-8")
    if index.count(HEAD) != 1 or index.count(BODY) != 1:
        raise _other("index.html")
    pieces = [PANEL, CHART] if drawn else [PANEL]
    files = [file for file in dict.fromkeys(file for piece in pieces for file in needed(piece)) if file not in index]
    links = "".join(f'<link rel="modulepreload" crossorigin href="./{file}">\n' for file in files)
    ahead = AHEAD.replace("CHART", f"./{needed(CHART)[0]}") if drawn else ""
    look = f"<style>{style('shell.css')}</style>\n"
    return index.replace(HEAD, f"{HEAD}\n{BEGIN}{ahead}{links}").replace(BODY, look + BODY)


def needed(piece: str) -> list[str]:
    """The files of a piece of Streamlit's front, its own first, then those that it imports."""
    manifest = _manifest()
    if piece not in manifest:
        raise _other(piece)
    return list(dict.fromkeys(str(manifest[name]["file"]) for name in _with_imports(manifest, piece, set())))


def _with_imports(manifest: dict[str, Any], name: str, seen: set[str]) -> Iterator[str]:
    if name not in seen:
        seen.add(name)
        yield name
        for imported in manifest[name].get("imports", ()):
            yield from _with_imports(manifest, imported, seen)


@cache
def _manifest() -> dict[str, Any]:
    return dict(json.loads((Path(get_static_dir()) / "manifest.json").read_text("utf-8")))


def _other(what: str) -> UserError:
    return UserError(what, "is not as expected in the installed Streamlit", "Install the version of requirements.txt.")
