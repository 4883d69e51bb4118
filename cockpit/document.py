"""The HTML document in which a page begins: Streamlit's own, with what it would ask the server for, and our style."""

from functools import cache
from pathlib import Path

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from streamlit.file_util import get_static_dir

from cockpit.templating import style
from data.errors import UserError

HEAD, BODY = "</title>", "</body>"
BEGIN = """<script>
window.__streamlit = {
  BACKEND_BASE_URL: location.origin,
  HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
};
addEventListener("popstate", (event) => {
  if (!dispatchEvent(new Event("back", { cancelable: true }))) event.stopImmediatePropagation();
});
</script>
"""
"""With these Streamlit opens its socket at once; else it first asks where the server is, waits, and asks elsewhere.
A board on the page goes back by itself, before Streamlit, which would run the page, hears of it."""


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


async def document(_request: Request) -> Response:
    """Never kept: it names the files of the Streamlit that runs."""
    return HTMLResponse(html(), headers={"Cache-Control": "no-cache"})


@cache
def html() -> str:
    """The document.

    Raises:
        UserError: the installed Streamlit has another one.
    """
    index = (Path(get_static_dir()) / "index.html").read_text("utf-8")
    if index.count(HEAD) != 1 or index.count(BODY) != 1:
        raise UserError("Streamlit's index.html", "is not as expected", "Install the version of requirements.txt.")
    look = f"<style>{style('shell.css')}</style>\n"  # after Streamlit's own style, which its script puts into the head
    return index.replace(HEAD, f"{HEAD}\n{BEGIN}").replace(BODY, look + BODY)
