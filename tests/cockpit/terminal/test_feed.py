"""The feed: whoever holds a branch gets what changes in it, at once; nobody else gets anything."""

import gzip
import json
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from cockpit.terminal import deltas, feed, parts
from cockpit.terminal.line import Line
from cockpit.terminal.parts import Ask
from data.org import Org, OrgTree
from tests.cockpit import world
from tests.cockpit.terminal.conftest import rewritten, until
from tests.cockpit.terminal.reader import Held, heard
from tests.cockpit.terminal.series import changed

FIRST = world.usual()
VERSION = FIRST.version


def branch(snapshot, org):
    return Held.of(parts.encoded(snapshot, Ask("branch", org), ()))


def say(socket, **held):
    socket.send(json.dumps({"hold": held}))


def closed(socket, seconds=20):
    """The code with which the server closes; messages that come before are let go."""
    try:
        while True:
            socket.recv(timeout=seconds)
    except ConnectionClosed as closing:
        return closing.rcvd.code


def test_every_new_version_comes_as_a_delta(served):
    with served.call("branch") as socket:
        greeting = heard(socket)
        assert (greeting["hello"], greeting["as_of"]) == (VERSION, "2026-06-16")
        say(socket, **{"8601": VERSION, "860101": VERSION})
        held, before = {org: branch(FIRST, org) for org in ("8601", "860101")}, FIRST
        for number in range(2, 5):
            after = changed(before, number, number)
            served.publish(after)
            held = {org: one.taken(heard(socket)) for org, one in held.items()}
            assert all(one.same(branch(after, org)) for org, one in held.items())
            before = after


def test_who_comes_back_gets_what_was_missed(served):
    versions = [FIRST]
    with served.call("hq") as socket:
        heard(socket)
        say(socket, **{"8602": VERSION})
        for number in (2, 3, 4):
            versions.append(changed(versions[-1], number, number))
            served.publish(versions[-1])
            heard(socket)
        with served.call("branch") as back:
            assert heard(back)["hello"] == versions[-1].version
            say(back, **{"8601": versions[1].version})
            held = branch(versions[1], "8601")
            for _ in range(2):
                held = held.taken(heard(back))
            assert held.same(branch(versions[-1], "8601"))
            say(back, **{"8601": "20200101-0"})
            assert heard(back) == {"stale": versions[-1].version, "orgs": ["8601"]}


def test_a_terminal_that_is_ahead_is_left_in_peace(plain):
    with plain.call("branch") as socket:
        heard(socket)
        say(socket, **{"8601": VERSION})
        with pytest.raises(TimeoutError):
            heard(socket, 0.3)


def test_whoever_holds_nothing_hears_of_the_version(plain):
    with plain.call("unit") as socket:
        heard(socket)
        plain.publish(changed(FIRST, 2, 2))
        assert heard(socket) == {"stale": "20260617-2", "orgs": []}


def test_another_tree_is_fetched_anew(plain):
    rows = [replace(Org(**vars(org)), name_en="New") for org in FIRST.orgs]
    with plain.call("branch") as socket:
        heard(socket)
        say(socket, **{"8601": VERSION})
        plain.publish(replace(FIRST, version="20260617-2", orgs=OrgTree(rows)))
        assert heard(socket) == {"stale": "20260617-2", "orgs": ["8601"]}


def test_a_delta_is_made_once_for_all(plain, monkeypatch):
    made, encode = [], deltas.encoded

    def counted(turn, org):
        made.append(org)
        return encode(turn, org)

    monkeypatch.setattr(deltas, "encoded", counted)
    with ExitStack() as stack:
        sockets = [stack.enter_context(plain.call(user)) for user in ("hq", "branch", "branch", "analyst")]
        for socket in sockets:
            heard(socket)
            say(socket, **{"8601": VERSION})
        until(lambda: len(list(plain.reception.log.entries())) == 4)
        plain.publish(changed(FIRST, 2, 2))
        assert len({heard(socket) for socket in sockets}) == 1
    assert made == ["8601"]


@pytest.mark.parametrize("org", ["86", "8602", "8677"])
def test_outside_the_scope_the_line_ends_alike(plain, org):
    with plain.call("branch") as socket:
        heard(socket)
        say(socket, **{"8601": VERSION, org: VERSION})
        assert closed(socket) == 4403
    assert [entry["act"] for entry in plain.reception.log.entries()] == ["refused"]


def test_a_foreign_page_is_not_let_in(plain):
    with (
        pytest.raises(InvalidStatus) as refused,
        plain.call(None, Cookie=plain.cookie("hq"), Origin="http://evil.test"),
    ):
        pass
    assert refused.value.response.status_code == 403
    with pytest.raises(InvalidStatus), plain.call(None, Cookie=plain.cookie("hq")):
        pass
    own = f"http://127.0.0.1:{plain.port}"
    with plain.call(None, Cookie=plain.cookie("hq"), Origin=own) as socket:
        assert heard(socket)["hello"] == VERSION


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}])
def test_a_stranger_is_told_to_wipe(plain, headers):
    with plain.call(None, **headers) as socket:
        assert closed(socket) == 4403


def test_a_sign_out_ends_the_line_before_the_next_byte(plain):
    token = plain.reception.tokens.issue(plain.reception.users.find("branch"))
    with plain.call(None, Authorization=f"Bearer {token}") as socket, plain.call("branch") as other:
        for one in (socket, other):
            heard(one)
            say(one, **{"8601": VERSION})
        until(lambda: len(list(plain.reception.log.entries())) == 2)
        plain.reception.tokens.end(token)
        plain.publish(changed(FIRST, 2, 2))
        assert closed(socket) == 4403
        assert heard(other)


def test_a_narrowed_scope_ends_the_line(plain):
    with plain.call("branch") as socket:
        heard(socket)
        people = json.loads((plain.reception.settings.home / "demo.json").read_text("utf-8"))
        people["users"]["branch"] = "860101"
        rewritten(plain.reception.settings.home / "demo.json", json.dumps(people))
        assert closed(socket, 5) == 4403


def test_a_greeting_tells_of_another_scope(plain):
    path = plain.reception.settings.home / "demo.json"
    before = path.read_text("utf-8")
    keys = []
    for people in (before, before.replace('"branch": "8601"', '"branch": "86"'), before):
        path.write_text(people, "utf-8")
        with plain.call("branch") as socket:
            keys.append(heard(socket)["key"])
    assert keys[0] == keys[2] != keys[1]
    with plain.call("hq") as socket:
        assert heard(socket)["key"] not in keys


def test_a_token_that_runs_out_asks_for_another(plain):
    token = plain.reception.tokens.issue(plain.reception.users.find("branch"), timedelta(seconds=1))
    with plain.call(None, Authorization=f"Bearer {token}") as socket:
        assert closed(socket, 5) == 1013
    with plain.call(None, Authorization=f"Bearer {token}") as socket:
        assert closed(socket, 5) == 4403


def test_people_that_cannot_be_read_are_no_reason_to_wipe(plain):
    with plain.call("branch") as socket:
        heard(socket)
        (plain.reception.settings.home / "demo.json").write_text("[", "utf-8")
        assert closed(socket, 5) == 1013


@pytest.mark.parametrize("text", ["", "[]", '{"hold": 1}', '{"hold": {"86x": "1"}}', '{"hold": {"86": 1}}', "null"])
def test_what_cannot_be_understood_is_said(plain, text):
    with plain.call("hq") as socket:
        heard(socket)
        socket.send(text)
        assert "hold" in heard(socket)["error"]


def test_too_long_a_message_ends_the_line(plain):
    with plain.call("hq") as socket:
        heard(socket)
        socket.send("x" * 20_000)
        assert closed(socket) == 1009


def stored(packed):
    """As gzip, and no smaller."""
    return gzip.compress(packed, 0)


def test_a_reader_that_takes_nothing_is_dropped_and_nobody_waits_for_it(plain, monkeypatch):
    monkeypatch.setattr("cockpit.terminal.line.SEND_S", 1.0)
    monkeypatch.setattr("cockpit.terminal.feed.gzipped", lambda packed: stored(packed + bytes(8 << 20)))
    with plain.call("branch") as reading, plain.deaf("branch"):
        until(lambda: len(plain.feed.lines) == 2)
        for line in plain.feed.lines:
            line.held = {"8601": VERSION}
        heard(reading)
        before = FIRST
        for number in (2, 3):
            before = changed(before, number, number)
            plain.publish(before)
            assert len(heard(reading)) > 8 << 20
        until(lambda: len(plain.feed.lines) == 1)


def test_a_quiet_line_says_again_and_again_that_it_is_one(plain, monkeypatch):
    monkeypatch.setattr(feed, "WATCH_S", 0.05)
    monkeypatch.setattr(feed, "STILL_S", 0.1)
    with plain.call("branch") as socket, plain.call("hq") as other:
        for one in (socket, other):
            heard(one)
            assert [json.loads(one.recv(20)) for _ in range(3)] == [{"still": VERSION}] * 3
        plain.publish(changed(FIRST, 2, 2))
        until(lambda: json.loads(socket.recv(20)) == {"still": "20260617-2"})


def test_lines_are_told_so_in_turn(plain, monkeypatch):
    monkeypatch.setattr(feed, "WATCH_S", 0.1)
    monkeypatch.setattr(feed, "STILL_S", 0.3)
    sent, send = [], Line.send

    def noted(line, message):
        if "still" in message:
            sent.append((line.number, time.monotonic()))
        send(line, message)

    with ExitStack() as stack:
        for socket in [stack.enter_context(plain.call("branch")) for _ in range(3)]:
            heard(socket)
        monkeypatch.setattr(Line, "send", noted)
        until(lambda: len(sent) >= 6)
    numbers, times = zip(*sent[:6], strict=True)
    assert set(numbers[:3]) == set(numbers[3:]) == {0, 1, 2}
    assert min(np.diff(times)) > 0.05


def test_nobody_left_nothing_runs(plain):
    with plain.call("branch") as socket:
        heard(socket)
        assert len(plain.feed._tasks) == 2
    until(lambda: not plain.feed._tasks)
