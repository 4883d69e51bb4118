"""The command at a real terminal, and behind a pipe."""

import os
import pty
import select
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest

from cockpit.cli import main
from cockpit.users import HASH, User, verify
from tests.conftest import ROOT

WAIT_S = 60
COMMAND = [sys.executable, "-m", "cockpit", "password"]


def environ(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COCKPIT_")}
    return {**kept, "COCKPIT_HOME": str(home)}


def piped(home: Path, words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        COMMAND, input=words, cwd=ROOT, env=environ(home), capture_output=True, text=True, check=False, timeout=WAIT_S
    )


def heard(terminal: int, until: bytes) -> bytes:
    """What the command writes to its terminal up to these words."""
    said, deadline = b"", time.monotonic() + WAIT_S
    while until not in said:
        ready, _, _ = select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            pytest.fail(f"the command said {said!r} and not {until!r} within {WAIT_S} s")
        said += os.read(terminal, 1024)
    return said


def open_terminal() -> tuple[int, int]:
    """A pseudo terminal, both ends; a root without /dev/pts has none to give."""
    try:
        return pty.openpty()
    except OSError as error:
        if os.environ.get("COCKPIT_REQUIRE_ALL") == "1":
            raise
        pytest.skip(f"this machine gives out no terminal ({error}): /dev/pts is not there")


def typed(home: Path, *words: str) -> tuple[int, str, bytes]:
    """Exit status, what was printed, and all that stood on the terminal."""
    terminal, inside = open_terminal()
    shown = b""
    try:
        with subprocess.Popen(
            COMMAND, stdin=inside, stderr=inside, stdout=subprocess.PIPE, cwd=ROOT, env=environ(home),
            text=True, start_new_session=True,
        ) as running:  # fmt: skip
            for prompt, word in zip((b"Password: ", b"Once more: "), words, strict=True):
                shown += heard(terminal, prompt)
                os.write(terminal, f"{word}\n".encode())
            printed, _ = running.communicate(timeout=WAIT_S)
        return running.returncode, printed.strip(), shown
    finally:
        os.close(inside)
        os.close(terminal)


def test_what_is_typed_twice_is_hashed_and_never_shown(tmp_path: Path) -> None:
    status, printed, shown = typed(tmp_path, "晨会 at seven", "晨会 at seven")
    assert status == 0
    assert HASH.fullmatch(printed)
    assert verify(User("li", ("86",), printed), "晨会 at seven")
    assert b"seven" not in shown


def test_two_ways_of_typing_make_no_hash(tmp_path: Path) -> None:
    status, printed, _ = typed(tmp_path, "one password", "two passwords")
    assert (status, printed) == (2, "")


def test_a_pipe_gives_the_first_line(tmp_path: Path) -> None:
    done = piped(tmp_path, "morning light\nmore\n")
    assert verify(User("li", ("86",), done.stdout.strip()), "morning light")


@pytest.mark.parametrize("words", ["", "short\n", f"{'x' * 201}\n"])
def test_too_short_and_too_long_are_refused_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "stdin", StringIO(words))
    code, (out, err) = main(["password"]), capsys.readouterr()
    assert (code, out) == (2, "")
    assert "8 to 200 characters" in err
    assert "Traceback" not in err
