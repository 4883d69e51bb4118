"""WebVTT that players read and that obeys no markup."""

import re

from hypothesis import given
from hypothesis import strategies as st

from briefing.captions import Cue, clipped, webvtt


def test_a_file_is_as_the_format_has_it():
    made = webvtt([Cue(0.12, 2.5, ("早上好，", "这里是总公司。")), Cue(3661.0, 3662.25, ("End.",))])
    assert made == (
        "WEBVTT\n\n1\n00:00:00.120 --> 00:00:02.500\n早上好，\n这里是总公司。\n\n"
        "2\n01:01:01.000 --> 01:01:02.250\nEnd.\n"
    )


def test_markup_and_arrows_are_shown_and_not_obeyed():
    made = webvtt([Cue(0, 1, ("<b>A&B</b>\n\n00:00 --> 00:09",))])
    assert "&lt;b&gt;A&amp;B&lt;/b&gt; 00:00 --&gt; 00:09" in made
    assert made.count("-->") == 1


@given(st.text())
def test_no_text_breaks_out_of_its_cue(text):
    made = webvtt([Cue(0, 1, (text,)), Cue(1, 2, ("end",))])
    assert made.count("-->") == 2
    assert not re.search("[<>]", made.replace("-->", ""))
    assert len(re.split(r"\n\n", made)) == 3


def test_cues_never_overlap_and_empty_ones_go():
    cues = [Cue(0, 5, ("a",)), Cue(3, 3, ("b",)), Cue(3, 4, ("c",))]
    assert clipped(cues) == [Cue(0, 3, ("a",)), Cue(3, 4, ("c",))]
    assert clipped([]) == []
