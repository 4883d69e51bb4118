import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.typeset import LEAST, Typesetter

TEXTS = st.text(st.sampled_from("经营早报达成率，。（）万元 Zhejiang premium 1,234.5%▲"), max_size=80)
ROOM = st.floats(30, 500)


@given(TEXTS, ROOM, st.sampled_from(["start", "middle", "end"]))
def test_a_label_stays_within_its_limit(faces, text, limit, anchor):
    setter = Typesetter(faces)
    setter.label(text, 600, 40, 23, limit, fill="#fff", anchor=anchor)
    for run in setter.runs:
        assert run.width <= limit + 1e-6
        assert run.size >= 23 * LEAST - 1e-6


@given(TEXTS, ROOM, st.integers(1, 3))
def test_a_block_keeps_its_lines_and_width(faces, text, limit, lines):
    setter = Typesetter(faces)
    setter.block(text, 0, 40, 17, limit, lines=lines, leading=1.2, fill="#fff", centred=True)
    assert len(setter.runs) <= lines
    assert all(run.width <= limit + 1e-6 for run in setter.runs)


@given(
    st.text("0123456789,.", min_size=1, max_size=30), st.sampled_from(["", "万元", "million yuan"]), st.floats(90, 400)
)
def test_a_number_is_shrunk_but_never_cut(faces, value, unit, limit):
    setter = Typesetter(faces)
    setter.pair(value, unit, 10, 40, 60, limit, fill="#fff", quiet="#ccc")
    assert setter.runs[0].text == value
    assert setter.runs[-1].x + setter.runs[-1].width <= 10 + limit + 1e-6


def test_rather_a_little_smaller_than_a_second_line(faces):
    setter = Typesetter(faces)
    setter.block("十三个月继续率", 0, 40, 17, 106, lines=2, leading=1.2, fill="#fff")
    assert [run.text for run in setter.runs] == ["十三个月继续率"]


def test_a_long_text_ends_with_an_ellipsis(faces):
    setter = Typesetter(faces)
    setter.block("首年期交保费" * 9, 0, 40, 17, 160, lines=2, leading=1.2, fill="#fff")
    assert setter.runs[-1].text.endswith("…")


def test_rows_share_one_size(faces):
    setter = Typesetter(faces)
    size = setter.common(["短", "一段长得多的文字需要缩小"], 20, 180)
    assert size == pytest.approx(180 / faces.width("一段长得多的文字需要缩小", 1), rel=1e-6)
