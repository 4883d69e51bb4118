import math
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from cockpit import shell
from tests.altered import altered, with_cells
from tests.cockpit import world


def test_the_icon_is_a_file_of_ours():
    assert Path(shell.icon()).read_text("utf-8").startswith("<svg")


def test_the_bar_names_every_page_marks_this_one_and_offers_the_other_language(visitor):
    bar = visitor.open("branch", "overview", org="860101").html("bar")
    assert bar.count("<a href=") + bar.count('<a class="brand"') >= len(shell.NAMES)
    marked = bar[: bar.index('aria-current="page"')].rsplit("<a", 1)[1]
    assert 'href="/overview?org=860101' in marked
    assert "/language/en?next=%2Foverview" in bar
    assert ">branch<" in bar


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-06-17T06:49", "刚刚更新"),
        ("2026-06-17T07:00", "12 分钟前更新"),
        ("2026-06-17T10:00", "3 小时前更新"),
        ("2026-06-20T06:48", "3 天前更新"),
    ],
)
def test_the_age_of_the_figures_is_told_in_words(visitor, now, said):
    assert said in visitor.open("branch", now=now).html("bar")


def test_what_one_may_not_see_is_refused_without_a_word_of_it(visitor):
    screen = visitor.open("branch", "drill", org="8602")
    assert screen.keys == ["refused"]
    assert "无权查看" in screen.html("refused")
    assert visitor.open("branch", "drill", org="8699").html("refused") == screen.html("refused")


def test_what_the_data_lack_is_said_in_a_plain_sentence(visitor):
    usual = world.usual()
    kept = pl.col("indicator") != "fyp_regular"
    poor = altered(altered(usual, lambda cells: cells.filter(kept)), lambda trend: trend.filter(kept), "trend")
    poor = replace(poor, version="20260617-2")
    world.furnish(visitor.home, poor)
    (said,) = visitor.open("branch", "overview").errors
    assert said.startswith("fyp_regular: is no indicator")


def test_what_breaks_a_page_leaves_a_number_to_ask_about_and_no_trace(visitor, caplog):
    usual = world.usual()
    broken = replace(with_cells(usual, value=pl.lit(math.inf)), version="20260617-3")
    world.furnish(visitor.home, broken)
    screen = visitor.open("branch", "overview")
    (said,) = screen.errors
    assert "编号" in said
    assert "inf" not in said
    number = said.split("编号 ")[1].split()[0]
    assert number in caplog.text
    assert screen.keys[0] == "bar"
