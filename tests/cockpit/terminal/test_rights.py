"""Rights: a change on the disk is seen at once, and nothing is read where nothing changed."""

import os
import time

import pytest

from cockpit.terminal import rights
from cockpit.terminal.rights import Rights


@pytest.fixture
def token(reception):
    return reception.tokens.issue(reception.users.find("branch"))


def settle(reception):
    """Let the last change be a minute ago."""
    then = time.time() - 60
    for path in (reception.users.path, reception.settings.signed_out):
        if path.exists():
            os.utime(path, (then, then))


def test_nothing_is_read_again_while_nothing_changes(reception, token, monkeypatch):
    settle(reception)
    own = Rights.of(reception.tokens)
    shown, read = own.admit(token), []
    assert own.holds(shown)
    monkeypatch.setattr(type(reception.tokens), "read", lambda *_: read.append(1))
    assert own.holds(shown)
    assert not read
    monkeypatch.setattr(rights, "RECHECK_S", -1.0)
    assert not own.holds(shown)
    assert read


def test_a_sign_out_is_seen(reception, token):
    settle(reception)
    own = Rights.of(reception.tokens)
    shown = own.admit(token)
    assert own.holds(shown)
    reception.tokens.end(token)
    assert not own.holds(shown)
    assert own.admit(token) is None


def test_two_changes_within_one_tick_are_both_seen(reception, token):
    own = Rights.of(reception.tokens)
    shown = own.admit(token)
    reception.settings.signed_out.mkdir()
    now = time.time()
    os.utime(reception.settings.signed_out, (now, now))
    assert own.holds(shown)
    reception.tokens.end(token)
    os.utime(reception.settings.signed_out, (now, now))
    assert not own.holds(shown)


def test_a_stranger_has_no_pass(reception):
    own = Rights.of(reception.tokens)
    assert (own.admit(None), own.admit("x")) == (None, None)
