"""The ledger of what was done about warnings: what it says, what it never says twice, what a crash leaves."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cockpit.followups import MESSAGES, Entry, Ledger, folded, news
from data.errors import UserError
from tests.cockpit import world

NOW = datetime(2026, 6, 17, 7)
KEY = "860101-fyp_regular-2026-06"


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "followups.jsonl")


def says(*severities):
    """The world's snapshot with its first warning at each of these severities, none at all for the empty word."""
    first = world.usual().warnings[0]
    return replace(world.usual(), warnings=tuple(replace(first, severity=word) for word in severities if word))


def entry(act, **more):
    return Entry(NOW, KEY, act, "branch", **more)


def test_a_warning_is_raised_once(ledger):
    assert [one.act for one in ledger.observe(world.usual(), NOW)] == ["raised"] * 3
    assert ledger.observe(world.usual(), NOW) == []
    assert ledger.followups()[KEY].state == "open"


def test_two_rules_of_one_indicator_are_one_followup(ledger):
    assert [(one.key, one.severity) for one in ledger.observe(says("yellow", "red"), NOW)] == [(KEY, "red")]


@given(some.lists(some.sampled_from(["", "yellow", "red"]), max_size=30))
def test_a_flapping_series_makes_at_most_two_messages(severities):
    entries = []
    for severity in severities:
        known = folded(entries)
        entries += list(news(says(severity), known, NOW))
    assert sum(one.act in MESSAGES for one in entries) <= 2
    assert [one.severity for one in entries if one.act in MESSAGES] in ([], ["yellow"], ["red"], ["yellow", "red"])


def test_what_clears_is_closed_until_it_is_back(ledger):
    for severity, state in (("yellow", "open"), ("", "closed"), ("yellow", "open"), ("", "closed")):
        ledger.observe(says(severity), NOW)
        assert ledger.followups()[KEY].shown == state
    assert [one.act for one in ledger.followups()[KEY].history] == ["raised", "cleared", "back", "cleared"]


def test_who_closed_it_is_not_asked_again_unless_it_grows_worse(ledger):
    ledger.observe(says("yellow"), NOW)
    ledger.add([entry("closed", note="agreed with the branch")])
    assert ledger.observe(says("yellow"), NOW) == []
    assert [one.act for one in ledger.observe(says("red"), NOW)] == ["worse"]
    assert ledger.followups()[KEY].state == "open"


def test_owner_due_day_and_snooze_stay_until_something_says_otherwise(ledger):
    ledger.observe(says("yellow"), NOW)
    due, until = date(2026, 6, 24), date(2026, 6, 20)
    ledger.add(
        [entry("assigned", owner="Li Na", due=due), entry("snoozed", until=until), entry("noted", note="called")]
    )
    found = ledger.followups()[KEY]
    assert (found.owner, found.due, found.sleeps(until - timedelta(days=1)), found.sleeps(until)) == (
        "Li Na", due, True, False,
    )  # fmt: skip
    ledger.observe(says("red"), NOW)
    assert not ledger.followups()[KEY].sleeps(NOW.date())


def test_a_new_month_is_a_new_followup(ledger):
    ledger.observe(says("yellow"), NOW)
    later = replace(says("yellow"), as_of=date(2026, 7, 9))
    assert [one.act for one in ledger.observe(later, NOW)] == ["raised", "cleared"]


def test_entries_read_back_as_they_were_written(ledger):
    written = [
        entry("assigned", owner="李娜", due=date(2026, 6, 24), note="二=SUM(1)"),
        entry("snoozed", until=NOW.date()),
    ]
    ledger.add(written)
    assert ledger.entries() == written


def test_a_line_cut_off_by_a_crash_does_not_count_and_the_next_one_does(ledger):
    ledger.add([entry("raised")])
    with ledger.path.open("a") as file:
        file.write('{"at": "2026-')
    assert [one.act for one in ledger.entries()] == ["raised"]
    ledger.add([entry("noted")])
    assert [one.act for one in ledger.entries()] == ["raised", "noted"]


@pytest.mark.parametrize("line", ["no json", "[]", '{"at": "yesterday"}', '{"at": null}'])
def test_a_broken_line_is_named(ledger, line):
    ledger.path.write_text(line + "\n")
    with pytest.raises(UserError, match=r"followups\.jsonl, line 1"):
        ledger.entries()
