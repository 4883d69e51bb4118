import re

from hypothesis import example, given
from hypothesis import strategies as st

from briefing.wording import normalise

ALPHABET = st.text(
    st.sampled_from("0123456789,.%-−+/:~¥亿万元个月日第年天QHNBEVabc 百分点，。()＆３①½²") | st.characters()
)


@given(ALPHABET, st.sampled_from(["zh", "en"]))
@example("1,000,000,000,000,000,000", "zh")
@example("9" * 40, "en")
@example("00:99 99:99 9999-99-99", "en")
def test_nothing_unpronounceable_is_left_and_a_second_pass_changes_nothing(text, lang):
    said = normalise(text, lang)
    assert not re.search(r"\d|[%+=<>&/~¥‰±×÷@#]", said)
    assert normalise(said, lang) == said
