"""A campaign's next version: only headquarters writes it, only what is checked is kept, and what is kept counts."""

from dataclasses import replace

import pytest

from cockpit import funnel_editor, settings
from cockpit.scope import OutOfScopeError
from cockpit.worker import Worker
from data.errors import UserError
from metrics.funnels import load

NAME = "new_business"


@pytest.fixture
def house(tmp_path):
    return settings.load({"COCKPIT_HOME": str(tmp_path)})


@pytest.fixture
def hq(make_session):
    return make_session("hq", "zh")


def newest(house):
    return {one.id: one for one in load(funnel_editor.folders(house))}[NAME]


def test_only_who_sees_the_whole_company_may_edit(make_session, hq, house):
    assert funnel_editor.may_edit(hq)
    branch = make_session("branch", "zh")
    assert not funnel_editor.may_edit(branch)
    with pytest.raises(OutOfScopeError):
        funnel_editor.save(branch, house, newest(house), "")
    with pytest.raises(OutOfScopeError):
        funnel_editor.preview(branch, house, newest(house))


def test_a_new_version_is_kept_and_counts(hq, house):
    number, text = funnel_editor.draft(house, NAME)
    assert number == 2
    changed = text.replace("days = 15", "days = 10")
    campaign = funnel_editor.checked(house, NAME, changed)
    path = funnel_editor.save(hq, house, campaign, changed)
    assert (newest(house).version, newest(house).days) == (2, 120)
    assert [one.name for one in house.campaigns.iterdir()] == [path.name] == ["new_business-2.toml"]
    assert funnel_editor.draft(house, NAME)[0] == 3
    worker = Worker(house, None)
    assert newest(house) in worker.campaigns()
    fresh = replace(hq.sight.snapshot.funnels, campaigns=worker.campaigns())
    old = replace(hq.sight.snapshot, sources=worker.sources(), as_of=worker.as_of())
    assert not worker.is_fresh(old)
    assert worker.is_fresh(replace(old, funnels=fresh))


def test_a_version_is_written_once(hq, house):
    _, text = funnel_editor.draft(house, NAME)
    campaign = funnel_editor.checked(house, NAME, text)
    funnel_editor.save(hq, house, campaign, text)
    with pytest.raises(UserError, match="by somebody else"):
        funnel_editor.save(hq, house, campaign, "other")
    assert newest(house).days == 125


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("version = 2", "version = 1", "not version 2"),
        ('id = "new_business"', 'id = "renewal"', "not version 2 of new_business"),
        ("days = 15", "days = 1500", "number of days"),
        ("version = 2", 'version = 2\norder = "every"', "order 'every' is unknown"),
    ],
)
def test_what_errs_is_refused(house, before, after, what):
    _, text = funnel_editor.draft(house, NAME)
    with pytest.raises(UserError, match=what):
        funnel_editor.checked(house, NAME, text.replace(before, after, 1))


def test_a_preview_without_facts_is_none(hq, house):
    assert funnel_editor.preview(hq, house, newest(house)) is None


def test_a_broken_file_is_named_and_the_version_before_it_counts(house):
    _, text = funnel_editor.draft(house, NAME)
    house.campaigns.mkdir(parents=True)
    (house.campaigns / "mine.toml").write_text(text.replace('event = "visit"', 'event = "visti"'))
    assert newest(house).version == 1
    (problem,) = funnel_editor.left_out(house)
    assert problem.startswith("mine.toml, line ")
    assert "'visit'" in problem
    assert newest(house) in Worker(house, None).campaigns()
    assert funnel_editor.draft(house, NAME) == (2, text)


def test_a_campaign_whose_every_file_errs_cannot_be_edited(house):
    with pytest.raises(UserError, match="no file that can be read"):
        funnel_editor.draft(house, "gone")
