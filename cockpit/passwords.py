"""A new password, asked at the terminal: for the people of users.toml."""

import sys
from getpass import getpass

from cockpit.users import LONGEST
from data.errors import UserError

SHORTEST = 8


def new_password() -> str:
    """Typed twice without being shown; where there is no terminal, the first line that comes in.

    Raises:
        UserError: the two differ, or it is too short or longer than the sign-in reads.
    """
    given = _typed() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not SHORTEST <= len(given) <= LONGEST:
        raise UserError(
            "password", f"has {len(given)} characters", f"Choose one of {SHORTEST} to {LONGEST} characters."
        )
    return given


def _typed() -> str:
    given, again = getpass("Password: "), getpass("Once more: ")
    if given != again:
        raise UserError("password", "was typed in two ways", "Run the command again.")
    return given
