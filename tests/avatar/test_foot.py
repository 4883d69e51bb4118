import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avatar import foot
from avatar.types import HEIGHT, WIDTH, Frame

CHAPTERS = ("概况", "昨日", "队伍", "风险", "行动")
NAMES = st.text(st.sampled_from("浙江分公司经营早报 Zhejiang riverside branch"), max_size=80)


@pytest.mark.parametrize("count", [0, 1, 5, 12])
def test_marks_stand_side_by_side_within_the_picture(count):
    marks = foot.marks([f"第 {i} 章" for i in range(count)], 0)
    assert len(marks) == count
    assert all(a.x + a.w <= b.x for a, b in itertools.pairwise(marks))
    assert not marks or (marks[0].x > WIDTH / 4 and marks[-1].x + marks[-1].w <= WIDTH)


def test_the_present_chapter_is_lit_and_those_before_are_past():
    states = [mark.state for mark in foot.marks(CHAPTERS, 2)]
    assert states == ["past", "past", "now", "next", "next"]
    assert {mark.state for mark in foot.marks(CHAPTERS, -1)} == {"next"}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=NAMES, role=NAMES)
def test_the_nameplate_grows_with_its_text_but_not_over_the_cards(easel, name, role):
    plate = foot.nameplate(easel, Frame(name, role))
    assert bool(plate) == bool(name or role)
    assert plate.get("w", 0) <= foot.NAMEPLATE_MOST


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=NAMES, chapters=st.lists(NAMES, max_size=12))
def test_the_date_line_never_touches_the_marks(easel, text, chapters):
    line = foot.ticker(text, chapters, chapters[0] if chapters else "")
    runs = easel.graphic_svg("ticker", **line)[1] if line else []
    spans = sorted((run.x, run.x + run.width) for run in runs)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert not spans or spans[-1][1] <= WIDTH


def test_the_ticker_stands_at_the_foot(easel):
    line = foot.ticker("2026-06-17", CHAPTERS, CHAPTERS[1])
    assert easel.graphic("ticker", *foot.FOOT, **line).bottom == HEIGHT
    assert [mark.state for mark in line["marks"]][:2] == ["past", "now"]


def test_there_is_no_ticker_where_there_is_nothing_to_say():
    assert foot.ticker("", (), "") == {}
