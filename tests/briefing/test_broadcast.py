"""A script and its voice brought to length together."""

import numpy as np
import pytest

from avatar.segments import Segment
from avatar.types import RATE, Shot, Speech, Take
from briefing.broadcast import broadcast, filmed_seconds
from briefing.budget import NUMBERS_A_MINUTE
from briefing.speech.speaker import Speaker
from data.clock import Clock
from tests.briefing.voices import Voice


def spoken(morning, folder, a_minute):
    return broadcast(morning, Speaker([Voice(a_minute=a_minute)], folder, Clock()))


@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.56, 0.5601, 1.0, 7.77])
def test_a_sentence_is_counted_as_long_as_it_is_filmed(seconds):
    speech = Speech(np.zeros(round(seconds * RATE), np.int16), (), ())
    nothing = frozenset()
    filmed = Segment(Take(speech, Shot("早报"), "", ""), (), nothing, nothing, None, ())
    assert filmed_seconds(speech) == pytest.approx(filmed.seconds)


@pytest.mark.parametrize("a_minute", [190, 215, 260, 330])
def test_any_voice_keeps_the_length_and_the_numbers(snapshot, morning_of, tmp_path, line, a_minute):
    for org in line:
        made = spoken(morning_of(snapshot, org), tmp_path, a_minute)
        slow = a_minute < 250
        assert made.seconds <= ((39 if slow else 34) if org == line[-1] else 90)
        assert made.script.numbers * 60 <= NUMBERS_A_MINUTE * made.seconds


def test_a_quicker_voice_says_more(snapshot, morning_of, tmp_path):
    slow, quick = (spoken(morning_of(snapshot, "8601"), tmp_path, a_minute) for a_minute in (190, 330))
    told = [sum(len(sentence.text) for sentence in made.script.sentences) for made in (slow, quick)]
    assert told[0] < told[1]


def test_every_sentence_has_its_speech(snapshot, morning_of, tmp_path):
    made = spoken(morning_of(snapshot, "8601", "en"), tmp_path, 140)
    assert len(made.film.speeches) == len(made.script.sentences)
    assert [speech.words[0].text for speech in made.film.speeches] == [said.spoken for said in made.script.sentences]
    assert made.seconds == pytest.approx(sum(filmed_seconds(speech) for speech in made.film.speeches))
