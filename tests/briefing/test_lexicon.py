import pytest

from briefing.lexicon import Lexicon, lexicon
from data.errors import UserError


def test_a_word_in_latin_letters_stands_alone():
    words = Lexicon({"en": {"vs": "versus", "vs.": "versus"}, "zh": {}})
    assert words.applied("4 vs. 5, 4 vs 5, canvs", "en") == "4 versus 5, 4 versus 5, canvs"


def test_a_chinese_word_may_stand_anywhere_and_the_longest_counts():
    words = Lexicon({"zh": {"中支": "中心支公司", "江城中支": "江城中心支"}})
    assert words.applied("江城中支与滨海中支", "zh") == "江城中心支与滨海中心支公司"
    assert words.applied("江城中支", "en") == "江城中支"


def test_a_house_overrules_the_program(tmp_path):
    own = tmp_path / "words.toml"
    own.write_text('[en]\nHQ = "head office"\n[zh]\n"绿洲" = "绿舟"\n', "utf-8")
    assert lexicon(own).applied("HQ vs Jiangcheng", "en") == "head office versus Jiangcheng"
    assert lexicon(own).applied("绿洲 RMB", "zh") == "绿舟 人民币"
    assert lexicon().applied("HQ", "en") == "headquarters"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("[zh", "is not TOML"),
        ("[fr]\na = 'b'", "'fr'"),
        ("[zh]\na = 1", "'zh'"),
        ("zh = 3", "'zh'"),
        ("[en]\n'' = 'b'", "'en'"),
        (b"\xff\xfe", "is not TOML"),
    ],
)
def test_a_lexicon_that_cannot_be_read_says_so(tmp_path, content, found):
    own = tmp_path / "words.toml"
    own.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UserError, match=found):
        lexicon(own)


def test_a_lexicon_that_is_not_there_says_so(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        lexicon(tmp_path / "none.toml")
