import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.captions import SHORTEST, Page, glued, onsets, parts
from avatar.types import Word

SPOKEN = ["期交", "保费", "一千", "二百", "一十", "六", "万元", "落后", "节奏", "四个", "百分点", "黄色", "预警"]
CAPTION = "期交保费 1,216 万元，落后节奏 4 个百分点，黄色预警。"


def measure(text):
    return sum(1.0 if ord(char) < 128 else 2.0 for char in text)


def words_of(texts, each=0.5):
    return [Word(text, i * each, (i + 1) * each) for i, text in enumerate(texts)]


WORDS = words_of(SPOKEN)
TEXTS = st.text(st.sampled_from("期交保费万元落后节奏，。；、（）1234567890.% abc"), max_size=160)


@given(TEXTS, st.integers(12, 60))
def test_parts_show_the_whole_caption_in_at_most_two_lines_each(text, limit):
    found = parts(text, WORDS, 6.5, Page(limit, measure))
    shown = "".join(line for part in found for line in part.lines)
    assert shown.replace(" ", "") == "".join(text.split())
    for part in found:
        assert 1 <= len(part.lines) <= 2
        assert all(measure(line) <= limit for line in part.lines)


@given(TEXTS, st.integers(12, 60))
def test_parts_follow_one_another_from_first_to_last_second(text, limit):
    found = parts(text, WORDS, 6.5, Page(limit, measure))
    edges = [edge for part in found for edge in (part.start, part.end)]
    assert edges == sorted(edges)
    assert not found or (edges[0], edges[-1]) == (0.0, 6.5)
    assert all(a.end == b.start for a, b in itertools.pairwise(found))


def test_digits_wait_for_the_words_that_say_them():
    onset = onsets(CAPTION, WORDS, 6.5)
    assert onset[CAPTION.index("期")] == 0.0
    assert 1.0 <= onset[CAPTION.index("1,216")] <= 3.0
    assert onset[CAPTION.index("万元")] == 3.0
    assert onset[CAPTION.index("落后")] == 3.5
    assert onset[CAPTION.index("黄色")] == 5.5


def test_a_part_appears_as_its_first_word_is_spoken():
    found = parts(CAPTION, WORDS, 6.5, Page(12, measure))
    starting = {"".join(part.lines)[:2]: part.start for part in found}
    assert starting["落后"] == pytest.approx(3.5)


def test_parts_end_at_marks_and_lines_between_words():
    found = parts(CAPTION, WORDS, 6.5, Page(20, measure))
    assert all(part.lines[-1][-1] in "，。" for part in found)
    assert glued("落后节奏", WORDS) == {1, 3}


def test_english_follows_the_words_too():
    words = words_of(["the", "usual", "pace", "by", "now", "is", "42", "so", "we", "are", "behind"], 0.3)
    found = parts("The usual pace by now is 42, so we are behind.", words, 3.3, Page(15, measure))
    second = next(part for part in found if part.lines[0].startswith("so we"))
    assert second.start == pytest.approx(7 * 0.3, abs=0.01)


def test_words_that_do_not_match_still_leave_time_to_read():
    found = parts("完全不同的字幕，说的是别的事情，需要时间来读。", words_of(["啊"] * 8), 4.0, Page(16, measure))
    assert all(part.end - part.start >= min(SHORTEST, 0.6 * 4.0 / len(found)) - 1e-9 for part in found)


def test_without_words_the_time_is_shared_evenly():
    found = parts("甲乙丙丁戊，" * 6, [], 12.0, Page(12, measure))
    lengths = [part.end - part.start for part in found]
    assert max(lengths) - min(lengths) < 1.0


def test_an_empty_caption_has_no_parts():
    assert parts(" ", WORDS, 6.5, Page(20, measure)) == ()
