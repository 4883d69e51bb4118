"""What is promised of every voice, held against both."""

import asyncio

import numpy as np
import pytest

from briefing.speech.edge import EdgeEngine
from briefing.speech.engine import Engine, SpeechError
from data.errors import UserError
from data.messages import LANGUAGES


@pytest.fixture(params=["espeak-ng", "edge-tts"])
def engine(request, espeak) -> Engine:
    return espeak if request.param == "espeak-ng" else EdgeEngine(espeak.syllables)


def test_every_voice_has_all_that_is_promised(engine):
    promised = [name for name in vars(Engine) if not name.startswith("_")]
    assert {"speak", "voice", "signature"} <= set(promised)
    assert [name for name in promised if not hasattr(engine, name)] == []
    assert engine.name in {"espeak-ng", "edge-tts"}
    assert engine.concurrency >= 1


def test_a_voice_and_a_signature_for_each_language(engine):
    voices = [engine.voice(lang) for lang in LANGUAGES]
    signatures = [engine.signature(lang) for lang in LANGUAGES]
    assert all(voices)
    assert len(set(voices)) == len(set(signatures)) == len(LANGUAGES)
    assert all(engine.name in signature for signature in signatures)


def test_a_signature_stays_while_the_voice_does(engine):
    assert engine.signature("zh") == engine.signature("zh")


def test_the_offline_voice_keeps_the_promise_of_speaking(espeak):
    speech = asyncio.run(espeak.speak("早上好", "zh"))
    assert speech.pcm.dtype == np.int16
    assert speech.words
    assert speech.visemes[-1].end == pytest.approx(speech.seconds)


def test_a_failure_is_told_to_the_user_with_a_remedy():
    error = SpeechError("edge-tts", "cannot be reached", "Check the connection.")
    assert isinstance(error, UserError)
    assert (error.where, error.what, error.remedy) == ("edge-tts", "cannot be reached", "Check the connection.")
