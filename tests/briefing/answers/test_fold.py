import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.answers.fold import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("十三个月 继续率？", "13个月继续率"),
        ("１３个月继续率", "13个月继续率"),
        ("二十五个月", "25个月"),
        ("最低的三个区", "最低的3个区"),
        ("前十", "前10"),
        ("江城城东一部", "江城城东一部"),
        ("What's the Free-Look period?", "what the free look period"),
        ("three districts", "3 districts"),
        ("", ""),
    ],
)
def test_ways_to_write_the_same(typed, folded):
    assert fold(typed) == folded


@given(st.text())
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)
