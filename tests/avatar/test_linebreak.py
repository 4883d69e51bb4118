import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.linebreak import CLOSING, OPENING, atoms, breaks_words, clipped, halves, wrap

TEXTS = st.text(st.sampled_from("经营早报达成率万元件，。；、（）《》“”：%1234567890.,ab cd-/ "), max_size=60)


def measure(text):
    return sum(1.0 if ord(char) < 128 else 2.0 for char in text)


@given(TEXTS, st.integers(8, 40))
def test_lines_fit_and_lose_nothing_but_spaces(text, limit):
    lines = wrap(text, limit, measure)
    assert all(measure(line) <= limit for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(TEXTS)
def test_no_atom_starts_with_closing_or_ends_with_opening_punctuation(text):
    pieces = atoms(text)
    assert "".join(pieces) == " ".join(text.split())
    assert not any(piece[0] in CLOSING for piece in pieces[1:])
    assert not any(piece.rstrip()[-1:] in OPENING for piece in pieces[:-1] if piece.strip())


@pytest.mark.parametrize(
    "kept", ["1,216 万元", "38.0%", "12.5 个百分点", "12 个工作日", "6 月", "2026-06-17", "12.16 million", "（黄"]
)
def test_a_number_stays_with_its_unit(kept):
    assert any(kept in piece for piece in atoms(f"截至 {kept}色，预计月末"))


def test_a_latin_word_is_cut_only_where_it_is_wider_than_a_line():
    assert wrap("regular premium", 9, measure) == ["regular", "premium"]
    assert wrap("abcdefghijkl", 5, measure) == ["abcde", "fghij", "kl"]
    assert breaks_words("abcdefghijkl", 5, measure)
    assert not breaks_words("regular premium", 9, measure)


def test_two_lines_break_after_a_mark_and_not_inside_a_word():
    assert halves(atoms("开远程督导会，核对名单"), 16, measure) == ("开远程督导会，", "核对名单")
    pieces = atoms("江城中支达成率偏低")
    assert halves(pieces, 12, measure)[0] == "江城中支达"
    assert halves(pieces, 12, measure, frozenset({5}))[0] != "江城中支达"
    assert halves(pieces, 4, measure) == ()


@given(TEXTS, st.integers(0, 40))
def test_clipped_text_fits(text, limit):
    assert measure(clipped(text, limit, measure)) <= limit
