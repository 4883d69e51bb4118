"""Campaigns read from text: the newest version of each, and every slip refused where it stands."""

import pytest

from data.errors import UserError
from metrics.catalogue import load as load_catalogue
from metrics.funnels import FOLDER, load, problems, read, texts

TEXT, RENEWAL = ((FOLDER / f"{name}.toml").read_text("utf-8") for name in ("new_business", "renewal"))


def test_the_house_s_campaigns():
    found = {campaign.id: campaign for campaign in load()}
    assert {name: one.entity for name, one in found.items()} == {
        "new_business": "customer", "renewal": "due", "review": "customer", "recruiting": "candidate",
    }  # fmt: skip
    rates = [stage.expected for stage in found["new_business"].stages]
    assert rates == [None, 0.30, 0.62, 0.21, 0.88, 0.97]
    assert [stage.days for stage in found["new_business"].stages] == [None, 30, 30, 30, 15, 20]
    assert found["new_business"].days == 125
    assert [(one.id, one.event, one.after) for one in found["renewal"].exits] == [
        ("debit", "debited", "due"), ("apl", "loaned", "due"), ("paid", "paid", "due"), ("lapse", "lapsed", "due"),
    ]  # fmt: skip
    assert all(one.ordered for one in found.values())


def test_every_stage_drills_to_an_indicator():
    catalogue = load_catalogue()
    assert all(stage.indicator in catalogue for campaign in load() for stage in campaign.stages)


def test_the_newest_version_counts(tmp_path):
    (tmp_path / "a.toml").write_text(TEXT.replace("version = 1", "version = 2").replace("days = 15", "days = 9"))
    (tmp_path / "b.toml").write_text(TEXT.replace("days = 15", "days = 8").replace("version = 1", "version = 1"))
    own = {campaign.id: campaign for campaign in load((FOLDER, tmp_path))}["new_business"]
    assert (own.version, own.days) == (2, 119)


def test_a_file_that_errs_is_left_out_and_named_with_its_line(tmp_path):
    whole = TEXT.replace("version = 1", "version = 2")
    (tmp_path / "whole.toml").write_text(whole)
    (tmp_path / "broken.toml").write_text(TEXT.replace("version = 1", "version = 3").replace('"needs"', '"nedes"', 1))
    (tmp_path / "cut.toml").write_text("id = ")
    (tmp_path / "latin.toml").write_bytes(b"\xff\xfe")
    folders = (FOLDER, tmp_path)
    assert {one.id: one.version for one in load(folders)} == {one.id: one.version for one in load()} | {
        "new_business": 2
    }
    assert whole in texts(folders).values()
    broken, cut, latin = (str(error) for error in problems(folders))
    assert broken.startswith("broken.toml, line 17: ")
    assert "Did you mean 'needs'?" in broken
    assert cut.startswith("cut.toml: is no TOML")
    assert latin.startswith("latin.toml: cannot be read")
    assert problems() == ()


def test_a_folder_of_broken_files_has_no_campaign(tmp_path):
    (tmp_path / "cut.toml").write_text("id = ")
    assert load((tmp_path,)) == ()


@pytest.mark.parametrize(
    ("before", "after", "line", "what", "remedy"),
    [
        ('entity = "customer"', 'entity = "custumer"', 7, "unknown", "'customer'"),
        ("version = 1", "version = 0", 4, "count from 1", "Number"),
        ("version = 1", "versoin = 1", 4, "'versoin' is unknown", "'version'"),
        ("version = 1", "", 1, "'version' is missing", "Add it"),
        ("[1, 2,", "[0, 2,", 8, "from 1 to 12", "month"),
        ("[1, 2,", '["a", 2,', 8, "from 1 to 12", "month"),
        ('event = "needs"', 'event = "nedes"', 17, "go on with 'nedes'", "'needs'"),
        ('event = "visit"', 'event = "needs"', 11, "begin with 'needs'", "visit"),
        ('event = "needs"', 'event = "paid"', 17, "go on with 'paid'", "Known"),
        ("days = 15", "days = -1", 45, "number of days", "Give"),
        ("days = 15", 'days = "15"', 45, "not a whole number", "Correct"),
        ("days = 15", "", 40, "number of days", "Give"),
        ("expected = 0.88", "expected = 88.0", 46, "between 0 and 1", "fraction"),
        ('indicator = "visits"', 'indicator = "visits"\ndays = 3', 15, "waits for nothing", "Drop"),
    ],
)
def test_a_slip_is_refused_with_its_line_and_a_remedy(before, after, line, what, remedy):
    is_refused(TEXT, (before, after), line, what, remedy)


def is_refused(text, slip, line, what, remedy):
    """With one thing written in another's place the text names its line, what is wrong and what to do."""
    assert slip[0] in text
    with pytest.raises(UserError) as refused:
        read("mine.toml", text.replace(*slip, 1))
    assert refused.value.where == f"mine.toml, line {line}"
    assert what in refused.value.what
    assert remedy in refused.value.remedy


@pytest.mark.parametrize(
    ("before", "after", "line", "what", "remedy"),
    [
        ('event = "loaned"', 'event = "loanned"', 59, "leave with 'loanned'", "'loaned'"),
        ('event = "loaned"', 'event = "kept"', 59, "leave with 'kept'", "Known"),
        ('event = "loaned"', 'event = "due"', 59, "leave with 'due'", "Known"),
        ('after = "due"\nname_zh = "保', 'after = "deu"\nname_zh = "保', 60, "'deu'", "'due'"),
        ('after = "due"\nname_zh = "保', 'after = "paid"\nname_zh = "保', 60, "before the last", "'promised'"),
        ('after = "due"\nname_zh = "保', 'name_zh = "保', 57, "'after' is missing", "Add it"),
        ('after = "due"\nname_zh = "保', 'after = 1\nname_zh = "保', 60, "not a text", "Correct"),
        ('id = "apl"', 'id = "debit"', 58, "stands twice", "its own"),
        ('id = "apl"', 'id = "apl"\ndays = 3', 59, "'days' is unknown", "Known"),
        ("[[exit]]", "[[exits]]", 50, "'exits' is unknown", "'exit'"),
        ("version = 2", 'version = 2\norder = "anny"', 7, "order 'anny' is unknown", "'any'"),
        ("version = 2", 'version = 2\norder = "any"', 7, "in any order", "Drop the [[exit]]"),
        ("version = 2", "version = 2\norder = 1", 7, "not a text", "Correct"),
    ],
)
def test_a_slip_about_exits_and_order_is_refused_likewise(before, after, line, what, remedy):
    is_refused(RENEWAL, (before, after), line, what, remedy)


def test_a_table_that_is_none_is_refused():
    head, exits = TEXT.split("[[stage]]")[0], RENEWAL.split("[[exit]]")[0]
    for text, what in (
        (f"{head}stage = [1, 2]", "stage is no table"),
        (f'exit = "lapse"\n{exits}', "exit is no table"),
    ):
        with pytest.raises(UserError, match=what):
            read("mine.toml", text)


def test_a_campaign_may_say_any_order():
    campaign = read("mine.toml", TEXT.replace("version = 1", 'version = 1\norder = "any"'))
    assert (campaign.order, campaign.ordered, campaign.exits) == ("any", False, ())


def test_no_toml_and_no_stages():
    with pytest.raises(UserError, match="is no TOML"):
        read("mine.toml", "id = ")
    with pytest.raises(UserError, match="two stages"):
        read("mine.toml", TEXT.split("[[stage]]")[0])
