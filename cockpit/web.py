"""The web process: Streamlit's server with the product's own routes."""

import os
import sys
from pathlib import Path

from cockpit.settings import Settings

LAUNCHER = Path(__file__).resolve().parent.parent / "streamlit_app.py"


def command(settings: Settings) -> list[str]:
    options = {"server.address": settings.host, "server.port": settings.port, "server.headless": "true"}
    return [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(LAUNCHER),
        *(f"--{name}={value}" for name, value in options.items()),
    ]


def serve(settings: Settings) -> None:
    """Become the web process; returns never."""
    os.chdir(LAUNCHER.parent)  # Streamlit reads .streamlit/config.toml from here
    environ = os.environ | {"COCKPIT_HOME": str(settings.home)}  # a relative folder means the one we came from
    os.execve(sys.executable, command(settings), environ)  # noqa: S606 - no shell, our own interpreter
