"""The page without Streamlit: it loads the bundle, or says in one sentence why there is nothing to show."""

import json

import pytest

from cockpit.terminal import bundle, screen
from tests.cockpit import world

ENGLISH = {"Accept-Language": "en"}


@pytest.mark.usefixtures("built")
def test_the_screen_loads_the_bundle(client, bearer):
    answer = client.get("/screen", headers=bearer("branch"))
    assert answer.status_code == 200
    assert '<script type="module" src="/board/assets/board-Ab_3-x.js">' in answer.text
    assert '<link rel="stylesheet" href="/board/assets/board-Zz9.css">' in answer.text
    assert "'unsafe-eval'" not in answer.headers["content-security-policy"]
    told = json.loads(answer.text.split('id="context">')[1].split("</script>")[0])
    assert (told["user"], told["org"], told["version"]) == ("branch", "8601", "20260617-1")


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(("lang", "words"), [("zh", "没有可查看的机构"), ("en", "no organisation to show")])
def test_who_may_see_nothing_is_told_so(client, bearer, home, lang, words):
    users = {**world.people(), "branch": "8699"}
    (home / "demo.json").write_text(json.dumps({"users": users}), "utf-8")
    answer = client.get("/screen", headers={**bearer("branch"), "Accept-Language": lang})
    assert (answer.status_code, words in answer.text, "<script" in answer.text) == (403, True, False)


@pytest.mark.usefixtures("built")
def test_before_the_first_snapshot_the_page_waits(client, bearer, home):
    (home / "store" / "current").unlink()
    answer = client.get("/screen", headers={**bearer("branch"), **ENGLISH})
    assert (answer.status_code, "first snapshot" in answer.text, "<script" in answer.text) == (503, True, False)
    assert 'http-equiv="refresh"' in answer.text


def test_a_board_that_is_not_built_is_said(client, bearer, monkeypatch, tmp_path):
    monkeypatch.setattr(bundle.bundle, "__defaults__", (tmp_path,))
    answer = client.get("/screen", headers={**bearer("branch"), **ENGLISH})
    assert (answer.status_code, "make setup" in answer.text, "<script" in answer.text) == (503, True, False)


def test_the_screen_is_behind_the_gate(client):
    answer = client.get("/screen")
    assert (answer.status_code, answer.headers["location"]) == (303, "/signin?next=/screen")


def test_a_key_stands_for_who_looks_and_what_they_may_see(reception):
    keys = {screen.context(reception, reception.users.find(name), "en")["key"] for name in ("hq", "analyst", "branch")}
    assert len(keys) == len({"hq", "analyst", "branch"})
