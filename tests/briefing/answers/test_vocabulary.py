import pytest

from briefing.answers.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("intent", "text", "there"),
    [
        ("why", "为什么红", True),
        ("why", "whyever", False),
        ("value", "what is it", True),
        ("value", "somewhat isolated", False),
        ("rank", "前10", True),
        ("gap", "stopgap", False),
    ],
)
def test_latin_words_stand_alone(intent, text, there):
    assert bool(vocabulary().intents[intent].search(text)) == there


def test_both_languages_have_their_words():
    for group in (vocabulary().others, vocabulary().places, vocabulary().fillers):
        assert set(group) == {"zh", "en"}
