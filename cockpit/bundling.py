"""Building the board at set-up: Vite makes cockpit/static/board out of cockpit/frontend, under hashed names.

python -m cockpit.bundling [lint]
"""

import json
import subprocess
import sys
from pathlib import Path

from cockpit.assets import FRONTEND, npm
from data.errors import UserError
from data.messages import LANGUAGES, catalogue

WORDS = FRONTEND / "src" / "words.json"
GROUPS = ("board", "cell", "chart", "class", "data", "level", "period", "product", "reason", "status", "unit")
"""The messages that the board says; it has them with it, so that it speaks before it hears from the server."""
SCRIPTS = {
    "build": ("Building the board ...", "Run `make setup`."),
    "lint": ("Checking how the board is written ...", "Run `npx prettier --write src tests` in cockpit/frontend."),
}
"""What is said while a script runs, and what to do when it fails."""


def words() -> dict[str, dict[str, str]]:
    """The board's messages: by language, by key."""
    spoken = {key: message for key, message in catalogue().items() if key.partition(".")[0] in GROUPS}
    return {lang: {key: message[lang] for key, message in spoken.items()} for lang in LANGUAGES}


def write_words(path: Path = WORDS) -> None:
    path.write_text(json.dumps(words(), ensure_ascii=False, sort_keys=True, indent=1) + "\n", "utf-8")


def script(name: str) -> None:
    """Run a script of package.json.

    Raises:
        UserError: it failed; what it printed is in the message.
    """
    command, environ = npm()
    done = subprocess.run(
        [*command, "run", "--silent", name], cwd=FRONTEND, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise UserError(f"npm run {name}", f"failed:\n{done.stdout}{done.stderr}", SCRIPTS[name][1])


def main(name: str = "build") -> None:
    print(SCRIPTS[name][0], flush=True)
    try:
        write_words()
        script(name)
    except UserError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
