"""The terminals' routes: who may have which bytes, and what need not be sent twice."""

import gzip

import pytest

from cockpit.terminal import parts
from cockpit.terminal.parts import Ask
from metrics.catalogue import load
from tests.cockpit.terminal.reader import Held

BRANCH = "/api/snapshot?org=8601&part=branch"


@pytest.mark.parametrize(
    "address",
    [
        BRANCH,
        "/api/snapshot?org=8601&part=first",
        "/api/snapshot?org=860101&part=first&period=ytd",
        "/api/snapshot?org=8601&part=trend&indicator=visits",
    ],
)
def test_a_part_is_there_and_is_not_sent_twice(client, bearer, address):
    headers = bearer("branch")
    answer = client.get(address, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/octet-stream")
    assert answer.headers["cache-control"] == "private, no-store"
    assert Held.of(answer.content).header["version"] == "20260617-1"
    again = client.get(address, headers={**headers, "If-None-Match": f'"other", {answer.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={**headers, "If-None-Match": '"other"'}).status_code == 200


def test_tags_differ_by_what_is_asked_for(client, bearer):
    asked = [
        "org=86&part=branch", "org=8601&part=branch", "org=8601&part=first", "org=8601&part=first&period=ytd",
        "org=8601&part=trend&indicator=visits", "org=8601&part=trend&indicator=proposals",
    ]  # fmt: skip
    tags = {client.get(f"/api/snapshot?{one}", headers=bearer("hq")).headers["etag"] for one in asked}
    assert len(tags) == len(asked)


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_the_browser_says_how_it_is_packed(client, bearer, coding):
    headers = {**bearer("branch"), "Accept-Encoding": coding}
    with client.stream("GET", BRANCH, headers=headers) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding", "identity") == coding
    assert Held.of(gzip.decompress(raw) if coding == "gzip" else raw).ids[0] == "8601"


def test_encoded_once_for_all_who_may_see_it(client, bearer, monkeypatch):
    made, encode = [], parts.encoded

    def counted(snapshot, ask, headlines):
        made.append(ask)
        return encode(snapshot, ask, headlines)

    monkeypatch.setattr(parts, "encoded", counted)
    for user in ("hq", "branch", "analyst", "branch"):
        assert client.get(BRANCH, headers=bearer(user)).status_code == 200
    assert made == [Ask("branch", "8601")]


def test_the_way_down_begins_where_one_may_see(client, bearer):
    def above(user):
        part = Held.of(client.get("/api/snapshot?org=860101&part=first", headers=bearer(user)).content)
        return [row[0] for row in part.header["path"]]

    assert (above("hq"), above("branch"), above("sub_branch")) == (["86", "8601"], ["8601"], [])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("org=8601", 400),
        ("org=8601&part=all", 400),
        ("org=8601&part=first&period=week", 400),
        ("org=8601&part=trend", 400),
        ("org=8601&part=trend&indicator=nothing", 404),
        ("org=8602&part=all", 403),
    ],
)
def test_what_cannot_be_answered_is_said(client, bearer, query, status):
    answer = client.get(f"/api/snapshot?{query}", headers=bearer("branch"))
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}


def test_outside_the_scope_nobody_learns_what_exists(client, bearer, reception):
    known = client.get(BRANCH, headers=bearer("hq")).headers["etag"]
    asked = [f"org={org}&part={part}" for org in ("86", "8601", "8677", "860177") for part in parts.NAMES]
    headers = {**bearer("sub_branch"), "If-None-Match": known}
    answers = [client.get(f"/api/snapshot?{one}", headers=headers) for one in asked]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1
    assert {entry["act"] for entry in reception.log.entries("sub_branch")} == {"refused"}


@pytest.mark.parametrize("address", [BRANCH, "/api/catalogue"])
def test_without_a_user_there_is_nothing(client, address):
    assert client.get(address).status_code == 401


def test_what_was_seen_is_written_down(client, bearer, reception):
    client.get("/api/snapshot?org=8601&part=trend&indicator=visits", headers=bearer("branch"))
    (entry,) = reception.log.entries()
    assert (entry["user"], entry["act"], entry["what"]) == ("branch", "view", "board:trend")
    assert (entry["org"], entry["indicator"], entry["snapshot"]) == ("8601", "visits", "20260617-1")


def test_the_words_are_there_in_both_languages(client, bearer):
    answer = client.get("/api/catalogue", headers=bearer("unit"))
    told = answer.json()
    assert [one["id"] for one in told["indicators"]] == list(load().ids)
    (visits,) = [one for one in told["indicators"] if one["id"] == "fyp_regular"]
    assert (visits["zh"], visits["en"], visits["initials"]) == ("首年期交保费", load()["fyp_regular"].name_en, "SNQJBF")
    assert set(told["headlines"]) == {one.id for one in load() if one.headline}
    headers = {**bearer("hq"), "If-None-Match": answer.headers["etag"]}
    assert client.get("/api/catalogue", headers=headers).status_code == 304


@pytest.mark.usefixtures("built")
def test_only_the_bundle_s_files_are_served(client, bearer):
    answer = client.get("/board/assets/board-Ab_3-x.js", headers=bearer("unit"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert "immutable" in answer.headers["cache-control"]
    for name in ("secret.txt", "..%2fsecret.js", "%2e%2e/secret.js", "nothing.js", ".js"):
        assert client.get(f"/board/assets/{name}", headers=bearer("unit")).status_code == 404
