from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.signouts import SignOuts
from cockpit.tokens import LIFETIME, Tokens
from cockpit.users import User
from data.clock import Clock

NOW = datetime(2026, 6, 17, 7)
LI = User("li", ("8601",), "scrypt$aa$bb")


@dataclass
class People:
    people: dict

    def find(self, name):
        return self.people.get(name)


@pytest.fixture
def people():
    return People({"li": LI})


def tokens_of(people, folder="nowhere"):
    clock = Clock(NOW)
    return Tokens(b"k" * 32, people, clock, SignOuts(Path(folder), clock, LIFETIME), timedelta(days=30))


@pytest.fixture
def tokens(people, tmp_path):
    return tokens_of(people, tmp_path / "signed_out")


def test_a_token_names_its_user_with_the_scope_of_now(tokens, people):
    token = tokens.issue(LI)
    assert tokens.read(token) == LI
    people.people["li"] = replace(LI, orgs=("860102",))
    assert tokens.read(token).orgs == ("860102",)


def test_a_removed_user_is_out_at_the_next_request(tokens, people):
    token = tokens.issue(LI)
    people.people.clear()
    assert tokens.read(token) is None


def test_a_new_password_ends_old_tokens(tokens, people):
    token = tokens.issue(LI)
    people.people["li"] = replace(LI, password="scrypt$cc$dd")
    assert tokens.read(token) is None


@pytest.mark.parametrize(
    ("later", "valid"), [(timedelta(0), True), (LIFETIME - timedelta(seconds=1), True), (LIFETIME, False)]
)
def test_a_token_ends(tokens, later, valid):
    token = tokens.issue(LI)
    assert (replace(tokens, clock=Clock(NOW + later)).read(token) is not None) is valid


def test_a_token_that_was_ended_is_refused_and_no_other(tokens):
    ended, other = tokens.issue(LI), tokens.issue(LI)
    tokens.end(ended)
    assert (tokens.read(ended), tokens.read(other)) == (None, LI)


def test_a_forged_token_cannot_be_ended(tokens):
    tokens.end(replace(tokens, secret=b"x" * 32).issue(LI))
    assert not tokens.signouts.folder.exists()


def test_two_houses_on_one_machine_do_not_share_a_cookie(tokens):
    assert tokens.cookie != replace(tokens, secret=b"x" * 32).cookie


def test_another_key_signs_nothing(tokens):
    assert replace(tokens, secret=b"x" * 32).read(tokens.issue(LI)) is None


@given(at=st.integers(0, 200), letter=st.sampled_from("aZ0-_."))
def test_a_changed_token_is_worthless(at, letter):
    tokens = tokens_of(People({"li": LI}))
    token = tokens.issue(LI)
    at %= len(token)
    if token[at] != letter and at < len(token) - 1:
        assert tokens.read(token[:at] + letter + token[at + 1 :]) is None


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text):
    assert tokens_of(People({"li": LI})).read(text) is None


def later(tokens, **how):
    """The same house at a later time."""
    clock = Clock(tokens.clock.now() + timedelta(**how))
    return replace(tokens, clock=clock, signouts=replace(tokens.signouts, clock=clock))


def test_a_renewed_sign_in_lasts_on_but_not_for_ever(tokens):
    token = tokens.issue(LI)
    for _ in range(60):
        tokens = later(tokens, hours=11, minutes=59)
        assert tokens.read(token) == LI
        token = tokens.renewed(token)
    assert tokens.read(token) == LI
    assert later(tokens, hours=12).read(token) is None
    assert later(tokens, hours=11).renewed(token) is None


def test_the_house_says_how_long_a_sign_in_is_renewed(tokens):
    short, token = replace(tokens, longest=timedelta(hours=3)), tokens.issue(LI)
    assert later(short, hours=2).renewed(token)
    assert later(short, hours=3).renewed(token) is None
    assert replace(short, longest=timedelta(0)).renewed(token) is None


def test_one_sign_out_ends_all_of_a_sign_in(tokens):
    first = tokens.issue(LI)
    second = later(tokens, hours=1).renewed(first)
    tokens.end(first)
    assert tokens.read(second) is None
    assert later(tokens, hours=1).renewed(second) is None


def test_what_is_over_is_not_renewed(tokens):
    token = tokens.issue(LI)
    assert later(tokens, hours=12).renewed(token) is None
    assert (tokens.renewed("x"), tokens.until("x")) == (None, None)
    assert tokens.until(token) == NOW + LIFETIME
