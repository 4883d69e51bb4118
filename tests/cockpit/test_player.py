import pytest

from cockpit.player import SCRIPT

BASE = "/api/editions/8601/2026-06-17/zh"


@pytest.fixture
def shown(visitor, edition):  # noqa: ARG001 - the edition must stand there
    return visitor.open("branch").html("player")


def test_the_film_and_its_captions_come_from_the_edition_s_own_addresses(shown):
    assert f'src="{BASE}/film.mp4"' in shown
    assert f'src="{BASE}/captions.vtt"' in shown
    assert 'srclang="zh"' in shown


def test_every_sentence_knows_its_second_and_every_chapter_its_first(shown):
    starts = [part.split('"', 1)[0] for part in shown.split('<p data-at="')[1:]]
    assert [float(start) for start in starts] == [0.0, 2.0, 4.0]
    assert shown.count('class="chapter"') == 3


def test_a_number_with_a_source_leads_to_it_and_one_without_does_not(shown):
    assert 'href="/drill?org=8601&amp;indicator=fyp_regular&amp;period=mtd">822 万元</a>' in shown
    assert "<b>6 月 17 日</b>" in shown


def test_who_speaks_is_said(shown):
    assert "离线语音 espeak-ng cmn" in shown


def test_what_the_script_asks_for_is_in_the_template(shown):
    for name in (".lines", ".cc", ".chapter", "video", "[data-at]"):
        assert name in SCRIPT
    for mark in ('class="lines"', 'class="cc"', 'class="chapter"', "<video", "data-at="):
        assert mark in shown
