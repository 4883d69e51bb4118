"""Several web processes behind one address: the nginx configuration that keeps a browser with one of them."""

from collections.abc import Sequence

from cockpit.templating import render


def configuration(port: int, processes: Sequence[str]) -> str:
    """The whole file, for `nginx -p FOLDER`; `processes` are HOST:PORT."""
    return render("nginx.conf.j2", "en", port=port, processes=processes)
