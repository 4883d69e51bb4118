from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avatar import board, cards
from avatar.types import ChartCard, Figure, Line, ListCard, Shot

WORDS = st.text(
    st.sampled_from("浙江省杭州市滨江区首年期交保费达成率，。（） Zhejiang riverside sub-branch %▲▼→≤"), max_size=60
)
NUMBERS = st.text("0123456789,.", min_size=1, max_size=16)
TONES = st.sampled_from(["plain", "good", "watch", "risk", "grey", "unknown"])
VALUES = st.lists(st.none() | st.floats(-1e9, 1e9), max_size=20).map(tuple)
FIGURES = st.builds(Figure, WORDS, NUMBERS, WORDS.map(lambda t: t[:8]), WORDS, TONES)
LINES = st.builds(Line, WORDS, VALUES, st.sampled_from(["solid", "dashed"]))
TICKS = st.lists(WORDS, max_size=12).map(tuple)
CHARTS = st.builds(
    ChartCard, WORDS, WORDS, NUMBERS, WORDS.map(lambda t: t[:10]), WORDS, TONES, WORDS, WORDS,
    st.lists(LINES, max_size=3).map(tuple), TICKS,
)  # fmt: skip
ROWS = st.lists(st.tuples(WORDS, WORDS, st.none() | st.floats(-1, 2)), max_size=12).map(tuple)
LISTS = st.builds(ListCard, WORDS, ROWS, TONES)
SHOTS = st.builds(Shot, WORDS, WORDS, st.none() | CHARTS, st.lists(FIGURES, max_size=6).map(tuple), st.none() | LISTS)

CHART = ChartCard("期交保费", "浙江", "1,216", "万元", "预警", "watch", lines=(Line("本月", (1.0, 2.0, None)),))


def texts_of(easel, block):
    plan = cards.drawing(block.content, block)
    return easel.graphic_svg(plan.template, **plan.params)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(shot=SHOTS)
def test_no_text_ever_leaves_its_card(easel, shot):
    for block in board.layout(shot):
        _, runs = texts_of(easel, block)
        for run in runs:
            assert run.x >= 0
            assert run.x + run.width <= block.w + 0.01
            assert run.y - 0.8 * run.size >= 0
            assert run.y + 0.15 * run.size <= block.h


def test_a_number_pressed_by_a_list_and_figures_stays_in_its_card(easel):
    figures, rows = (Figure("", "0", "", "", "plain"),) * 6, (("机构", "1", None),) * 3
    crowded = Shot("", "今日", replace(CHART, lines=()), figures, ListCard("排名", rows))
    pressed = next(block for block in board.layout(crowded) if isinstance(block.content, ChartCard))
    assert pressed.h < board.CHARTLESS
    _, runs = texts_of(easel, pressed)
    assert all(run.y + 0.15 * run.size <= pressed.h for run in runs)


def rows_apart(a, b):
    return a.y + 0.1 * a.size <= b.y - 0.72 * b.size or b.y + 0.1 * b.size <= a.y - 0.72 * a.size


@pytest.mark.parametrize(
    "title",
    ["期交保费", "浙江省杭州市滨江区中心支公司首年期交保费达成情况", "Regular first-year premium, month to date"],
)
def test_texts_of_a_card_do_not_overlap(easel, title):
    long = replace(
        CHART, title=title, scope=title, note="▼ 4.0 percentage points", subnote=title, ticks=("6/1", "6/30")
    )
    for block in board.layout(Shot(title, title, long, (Figure(title, "1,234,567", "万元", title, "risk"),) * 3)):
        _, runs = texts_of(easel, block)
        for i, a in enumerate(runs):
            for b in runs[:i]:
                assert a.x + a.width <= b.x or b.x + b.width <= a.x or rows_apart(a, b), (a, b)


def test_a_chart_has_a_moving_part_and_a_dot_on_the_curve(easel):
    block = board.layout(Shot("", "", CHART))[0]
    card = cards.card(easel, block)
    assert card.reveal is not None
    assert card.dot is not None
    assert block.x < card.ride[0][0] < card.ride[-1][0] < block.x + block.w


def test_a_chart_without_values_stands_still(easel):
    empty = replace(CHART, lines=(Line("本月", (None, None)),))
    assert cards.card(easel, board.layout(Shot("", "", empty))[0]).reveal is None


def test_rows_that_find_no_room_are_counted(easel):
    rows = tuple((f"机构 {i}", "1", 0.5) for i in range(30))
    block = board.layout(Shot("", "", CHART, (), ListCard("", rows)))[-1]
    _, runs = texts_of(easel, block)
    assert any(run.text.startswith("… +") for run in runs)


def test_tones_tint_and_an_unknown_tone_is_plain():
    assert cards.tint("risk") != cards.tint("watch") != cards.tint("good")
    assert cards.tint("purple") == cards.tint("plain")
