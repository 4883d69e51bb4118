import json
import os
import time

import pytest

from cockpit.users import DEMO_USERS, DemoUsers, FileUsers, demo_hash, hash_password, verify
from data.errors import UserError


def test_demo_users_stand_on_the_line_of_demo_json(home):
    users = DemoUsers(home / "demo.json")
    assert [users.find(name).orgs for name in ("hq", "branch", "unit")] == [("86",), ("8601",), ("860101010101",)]
    assert users.find("analyst").export
    assert not users.find("hq").export
    assert users.find("stranger") is None


def test_before_the_seed_only_headquarters_has_an_org(tmp_path):
    users = DemoUsers(tmp_path / "demo.json")
    assert {name: users.find(name).orgs for name in DEMO_USERS}["unit"] == ()
    assert users.find("hq").orgs == ("86",)


def test_password_is_salted_and_verified():
    assert hash_password("x") != hash_password("x")
    assert hash_password("x", b"s" * 16) == hash_password("x", b"s" * 16)


@pytest.mark.parametrize(("password", "right"), [("demo", True), ("Demo", False), ("", False), ("密码", False)])
def test_only_the_right_password_opens(home, password, right):
    assert verify(DemoUsers(home / "demo.json").find("branch"), password) is right


def test_an_unknown_user_never_opens():
    assert not verify(None, "demo")


def write_users(path, text):
    path.write_text(text, "utf-8")
    return FileUsers(path)


def test_file_users_are_read_at_every_look(tmp_path):
    path = tmp_path / "users.toml"
    users = write_users(path, f'[li]\norgs = ["8601"]\npassword = "{hash_password("s")}"\n')
    before = users.find("li")
    assert before.orgs == ("8601",)
    assert verify(before, "s")
    write_users(path, f'[li]\norgs = ["8602"]\npassword = "{hash_password("t")}"\n')
    assert users.find("li").orgs == ("8602",)
    assert users.find("li").stamp != before.stamp


@pytest.mark.parametrize(
    "text",
    [
        "[li",
        '[li]\norgs = ["8601"]\n',
        '[li]\norgs = ["8601"]\npassword = "plain"\n',
        "li = 3\n",
        '[li]\npassword = "x"',
    ],
)
def test_a_bad_users_file_is_refused_by_name(tmp_path, text):
    users = write_users(tmp_path / "users.toml", text)
    with pytest.raises(UserError, match=r"users\.toml"):
        users.check()


def test_a_missing_users_file_is_refused(tmp_path):
    with pytest.raises(UserError, match="missing"):
        FileUsers(tmp_path / "users.toml").check()


def test_demo_json_may_name_no_users(tmp_path):
    (tmp_path / "demo.json").write_text(json.dumps({"as_of": "2026-06-16"}))
    assert DemoUsers(tmp_path / "demo.json").find("branch").orgs == ()


def test_a_demo_sign_in_outlives_the_process(tmp_path):
    before = DemoUsers(tmp_path / "demo.json").find("hq").stamp
    demo_hash.cache_clear()
    assert DemoUsers(tmp_path / "demo.json").find("hq").stamp == before


def test_a_file_that_did_not_change_is_not_read_again(tmp_path, monkeypatch):
    path = tmp_path / "users.toml"
    users = write_users(path, f'[zhang]\norgs = ["8601"]\npassword = "{hash_password("x")}"\n')
    os.utime(path, (1e9, 1e9))
    assert users.find("zhang").orgs == ("8601",)
    monkeypatch.setattr(type(path), "read_text", None)
    assert users.find("zhang").orgs == ("8601",)
    monkeypatch.undo()
    now = time.time()
    for org in ("8602", "8603"):
        write_users(path, f'[zhang]\norgs = ["{org}"]\npassword = "{hash_password("x")}"\n')
        os.utime(path, (now, now))
        assert users.find("zhang").orgs == (org,)
