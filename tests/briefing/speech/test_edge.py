import asyncio
import ssl

import numpy as np
import pytest
from edge_tts import communicate

from avatar.types import RATE
from briefing.speech import edge
from briefing.speech.edge import EdgeEngine, Patience
from briefing.speech.engine import SpeechError
from data.errors import UserError
from tests.briefing.speech.edge_service import HOST, SECONDS_A_CHARACTER, words_of

ZH = "各位早上好，分公司期交保费一千二百一十六万元。"
EN = "Good morning, it's twelve & a half <million> yuan."
QUICK = Patience(connect=5, receive=5, sentence=10.0, retries=2, pause=0.001)


pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore:loop is closed:ResourceWarning")


@pytest.fixture
def engine(service, espeak, monkeypatch):
    monkeypatch.setattr(communicate, "_SSL_CTX", ssl.create_default_context())
    return EdgeEngine(espeak.syllables, proxy=service.proxy, ca_file=service.ca_file, patience=QUICK)


def speak(engine, text=ZH, lang="zh"):
    return asyncio.run(engine.speak(text, lang))


@pytest.mark.parametrize(("lang", "text"), [("zh", ZH), ("en", EN)])
def test_a_sentence_has_sound_words_and_a_mouth(service, engine, lang, text):
    speech = speak(engine, text, lang)
    assert service.texts == [text]
    assert service.tunnels == [f"{HOST}:443"]
    assert engine.voice(lang).split("-")[-1] in service.voices[0]
    assert [word.text for word in speech.words] == words_of(text)
    assert speech.words[0].start == pytest.approx(0.1)
    assert speech.words[0].end - speech.words[0].start == pytest.approx(len(words_of(text)[0]) * SECONDS_A_CHARACTER)
    assert speech.words[-1].end < speech.seconds < speech.words[-1].end + 0.6
    assert speech.pcm.dtype == np.int16
    assert np.abs(np.fft.rfft(speech.pcm)).argmax() * RATE / len(speech.pcm) == pytest.approx(220, abs=2)
    assert (speech.visemes[0].start, speech.visemes[-1].end) == (0, pytest.approx(speech.seconds))


def test_the_lips_close_where_the_word_says_so(engine):
    speech = speak(engine, "保费", "zh")
    lips, teeth = (next(v for v in speech.visemes if v.shape == shape) for shape in ("PP", "FF"))
    middle = (speech.words[0].start + speech.words[0].end) / 2
    assert lips.start == pytest.approx(speech.words[0].start)
    assert teeth.start == pytest.approx(middle)


@pytest.mark.parametrize("mode", ["403", "503", "cut", "no_audio", "no_words", "garbage", "bad_audio"])
def test_a_passing_failure_is_tried_again(service, engine, mode):
    service.modes = [mode, "good"]
    assert speak(engine).seconds > 3
    assert service.asked >= 2


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("403", "refused with 403"),
        ("503", "refused with 503"),
        ("cut", "broke off"),
        ("short", "ends before its words"),
        ("no_audio", "No audio"),
        ("no_words", "words have no times"),
        ("garbage", "cannot be used"),
        ("bad_audio", "no MP3"),
    ],
)
def test_a_lasting_failure_is_a_speech_error_that_says_why(service, engine, mode, reason):
    service.modes = [mode]
    with pytest.raises(SpeechError, match=reason):
        speak(engine)
    assert service.asked == (6 if mode == "403" else 3)  # edge-tts itself asks twice after a 403


def test_silence_ends_with_the_patience_for_a_message(service, espeak, engine):
    service.modes = ["silence"]
    engine = EdgeEngine(espeak.syllables, proxy=service.proxy, patience=Patience(5, 1, 10, 0, 0))
    with pytest.raises(SpeechError, match="did not answer in time"):
        speak(engine)


def test_silence_ends_with_the_patience_for_a_sentence(service, espeak, engine):
    service.modes = ["silence"]
    engine = EdgeEngine(espeak.syllables, proxy=service.proxy, patience=Patience(5, 60, 0.3, 1, 0))
    with pytest.raises(SpeechError, match="did not answer in time"):
        speak(engine)


def test_a_certificate_of_nobody_is_refused(service, espeak, monkeypatch):
    monkeypatch.setattr(communicate, "_SSL_CTX", ssl.create_default_context())
    engine = EdgeEngine(espeak.syllables, proxy=service.proxy, patience=QUICK)
    with pytest.raises(SpeechError, match="cannot be reached"):
        speak(engine)
    assert service.texts == []


def test_no_network_is_a_speech_error(espeak, monkeypatch):
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    engine = EdgeEngine(espeak.syllables, proxy="http://127.0.0.1:9", patience=QUICK)
    with pytest.raises(SpeechError, match="cannot be reached"):
        speak(engine)


@pytest.mark.parametrize("voices", [{"zh": "Xiaoxiao"}, {"en": ""}])
def test_a_voice_that_cannot_be_is_refused_at_once(espeak, voices):
    with pytest.raises(UserError, match="edge-tts voice"):
        EdgeEngine(espeak.syllables, voices)


def test_a_bad_authority_file_is_named(tmp_path, espeak):
    for path in (tmp_path / "none.pem", tmp_path / "bad.pem"):
        (tmp_path / "bad.pem").write_text("no certificate", "utf-8")
        with pytest.raises(UserError, match=path.name):
            EdgeEngine(espeak.syllables, ca_file=path)


def test_the_signature_names_version_voice_and_rate(espeak):
    slow = EdgeEngine(espeak.syllables, rate="-10%")
    assert slow.signature("zh") == "edge-tts 7.3.1 zh-CN-XiaoxiaoNeural -10%"
    assert slow.signature("zh") != EdgeEngine(espeak.syllables).signature("zh")
    assert edge.VOICES["en"] in slow.signature("en")
