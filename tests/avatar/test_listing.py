from hypothesis import given
from hypothesis import strategies as st

from avatar.listing import place
from avatar.types import ListCard


def listed(count, share=0.5, title="缺口"):
    return ListCard(title, tuple((f"机构 {i}", "1", share) for i in range(count)))


@given(st.integers(0, 30), st.integers(90, 520), st.sampled_from([None, 0.5]))
def test_rows_stand_below_one_another_within_the_card(count, height, share):
    found = place(listed(count, share), height)
    ends = [row.y + found.height for row in found.rows]
    assert all(row.y >= end - 1e-6 for row, end in zip(found.rows[1:], ends, strict=False))
    assert not ends or ends[-1] <= height


@given(st.integers(1, 30), st.integers(140, 520))
def test_no_row_is_lost_without_a_word(count, height):
    rows = place(listed(count), height).rows
    shown = [row for row in rows if not row.text.startswith("… +")]
    missing = [int(row.text[3:]) for row in rows if row.text.startswith("… +")]
    assert len(shown) + sum(missing) == count


def test_a_share_is_a_bar_between_nothing_and_all():
    assert [place(listed(1, share), 200).rows[0].share for share in (-1.0, 0.3, 2.0)] == [0.0, 0.3, 1.0]
    assert place(listed(2), 200).barred
    assert not place(listed(2, None), 200).barred


def test_a_list_without_bars_is_numbered_and_may_wrap():
    found = place(listed(3, None), 320)
    assert [row.number for row in found.rows] == ["1", "2", "3"]
    assert found.lines == 2
    assert place(listed(3), 320).lines == 1
