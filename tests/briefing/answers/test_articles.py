"""Articles: in pairs, cited, found by their own headings; a house's own beside ours."""

import pytest

from briefing.answers.articles import FOLDER, SHAPE, Library
from data.errors import UserError

OWN = "# 内部流程\n\n## 夜间核保几点截止\n夜间核保二十二点截止。\n> 公司制度\n"


def test_every_article_is_there_in_both_languages_with_as_many_passages(library):
    zh, en = (
        {one.id.replace(f".{lang}.", ".") for one in library.passages if one.lang == lang} for lang in ("zh", "en")
    )
    assert zh == en
    assert len(zh) >= 30


def test_every_passage_is_found_by_its_heading(library):
    for passage in library.passages:
        assert library.search([passage.heading], passage.heading, passage.lang) == passage, passage.heading


def test_nothing_is_found_for_words_that_no_article_has(library):
    assert library.search(["股市"], "明天股市怎么样", "zh") is None
    assert library.search(["weather"], "what is the weather", "en") is None
    assert library.search([""], "", "zh") is None


def test_a_house_adds_its_own_articles_and_replaces_ours(tmp_path):
    (tmp_path / "night.zh.md").write_text(OWN, "utf-8")
    (tmp_path / "free-look.zh.md").write_text("# 犹豫期\n\n## 犹豫期几天\n本公司一律二十天。\n> 公司制度\n", "utf-8")
    library = Library((FOLDER, tmp_path))
    assert library["night.zh.1"].source == "公司制度"
    assert library.search(["夜间核保截止"], "夜间核保几点截止", "zh") == library["night.zh.1"]
    assert library.search(["犹豫期"], "犹豫期几天", "zh").text == "本公司一律二十天。"


@pytest.mark.parametrize(
    "text", ["", "无题\n\n## 一\n字\n> 出处\n", "# 题\n", "# 题\n\n## 一\n字\n", "# 题\n\n## 一\n> 出处\n"]
)
def test_a_malformed_article_is_refused_with_its_shape(tmp_path, text):
    (tmp_path / "bad.zh.md").write_text(text, "utf-8")
    with pytest.raises(UserError) as caught:
        Library((tmp_path,))
    assert "bad.zh.md" in caught.value.where
    assert caught.value.remedy == SHAPE


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UserError, match="nowhere"):
        Library((tmp_path / "nowhere",))
