from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from avatar import board
from avatar.types import ChartCard, Figure, Line, ListCard, Shot

CHART = ChartCard("t", "s", "1", "", "", "plain", lines=(Line("a", (1.0, 2.0)),))
ROW = ("a", "b", None)
LISTINGS = st.none() | st.integers(0, 14).map(lambda rows: ListCard("x", (ROW,) * rows))
FIGURES = st.integers(0, 6).map(lambda figures: (Figure("a", "1"),) * figures)
SHOTS = st.builds(Shot, st.sampled_from(["", "t"]), st.just(""), st.sampled_from([None, CHART]), FIGURES, LISTINGS)


@given(SHOTS)
def test_blocks_stay_in_the_column_and_apart(shot):
    blocks = board.layout(shot)
    for block in blocks:
        assert block.x >= board.X
        assert block.x + block.w <= board.X + board.WIDTH
        assert block.y >= board.TOP
        assert block.h > 0
    for a, b in combinations(blocks, 2):
        assert a.x + a.w <= b.x or b.x + b.w <= a.x or a.y + a.h <= b.y or b.y + b.h <= a.y


@given(SHOTS)
def test_every_shot_ends_above_the_desk(shot):
    assert all(block.y + block.h <= board.BOTTOM for block in board.layout(shot))


def test_a_headline_without_cards_fills_the_board():
    (block,) = board.layout(Shot("早报", "6 月 17 日"))
    assert block.content == board.Heading("早报", "6 月 17 日", alone=True)
    assert block.h > board.HEADER


def test_the_same_card_in_the_same_place_is_equal():
    assert board.layout(Shot("a", "", CHART))[1] == board.layout(Shot("b", "", CHART))[1]
    assert board.layout(Shot("a", "", CHART))[0] != board.layout(Shot("b", "", CHART))[0]
