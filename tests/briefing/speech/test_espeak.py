import asyncio
import os
import signal
import sys
import textwrap

import numpy as np
import pytest

from briefing.speech.engine import SpeechError
from briefing.speech.espeak import WORKER, EspeakEngine, Voice, Worker
from briefing.speech.visemes import SHAPES

ZH = "各位早上好，分公司期交保费一千二百一十六万元，N B E V达成百分之三十八点五。"
EN = "Good morning. It is the seventeenth of June, at thirty-eight percent."


def fake(tmp_path, body, timeout=0.5):
    """An engine whose worker is the given script."""
    path = tmp_path / "worker.py"
    path.write_text(textwrap.dedent(body), "utf-8")
    return EspeakEngine(command=[sys.executable, str(path)], timeout=timeout)


@pytest.mark.parametrize(("lang", "text"), [("zh", ZH), ("en", EN)])
def test_speech_is_sound_with_timed_words_and_a_mouth_for_every_moment(espeak, lang, text):
    speech = asyncio.run(espeak.speak(text, lang))
    assert speech.pcm.dtype == np.int16
    assert 3 < speech.seconds < 14
    assert np.abs(speech.pcm.astype(int)).max() > 3000
    assert speech.visemes[0].start == 0
    assert speech.visemes[-1].end == pytest.approx(speech.seconds)
    for before, after in zip(speech.visemes, speech.visemes[1:], strict=False):
        assert before.end == pytest.approx(after.start)
    assert all(one.shape in SHAPES and one.end > one.start for one in speech.visemes)
    for before, after in zip(speech.words, speech.words[1:], strict=False):
        assert before.start < before.end <= after.start + 1e-9


def test_words_are_words_of_the_text_in_their_order(espeak):
    said = [word.text for word in espeak.say(ZH, "zh").words]
    assert "".join(said) == "各位早上好分公司期交保费一千二百一十六万元NBEV达成百分之三十八点五"
    assert {"期交", "保费", "百分之", "三十八"} <= set(said)
    said = [word.text for word in espeak.say(EN, "en").words]
    assert " ".join(said) == "Good morning It is the seventeenth of June at thirty-eight percent"


def test_the_mouth_rests_in_the_pause_at_a_comma(espeak):
    speech = espeak.say("早上好，今天是六月。", "zh")
    pause = next(one for one in speech.visemes[1:] if one.shape == "sil")
    assert next(word for word in speech.words if word.text == "今").start >= pause.end - 0.1
    a, b = int(pause.start * 48000) + 2000, int(pause.end * 48000) - 2000
    assert np.abs(speech.pcm[a:b].astype(int)).mean() < np.abs(speech.pcm.astype(int)).mean() / 4


def test_lips_close_for_bilabials(espeak):
    assert [one.shape for one in espeak.say("妈爸怕", "zh").visemes].count("PP") == 3
    assert "FF" in [one.shape for one in espeak.say("five", "en").visemes]


def test_the_pace_is_that_of_a_news_reader(espeak):
    spoken = espeak.say(ZH, "zh")
    syllables = 33
    assert 190 < syllables / spoken.seconds * 60 < 300


def test_the_same_sentence_sounds_the_same(espeak):
    espeak.say("另一句话。", "zh")
    first = espeak.say(ZH, "zh")
    espeak.say("A sentence between.", "en")
    assert np.array_equal(first.pcm, espeak.say(ZH, "zh").pcm)


def test_an_unknown_voice_is_named():
    engine = EspeakEngine({"zh": Voice("cmn+nobody", 170, 50, 50), "en": Voice("xx-none", 170, 50, 50)})
    with pytest.raises(SpeechError, match="no voice xx-none"):
        engine.say("Hello", "en")
    engine.close()


def test_the_signature_names_version_voice_and_settings(espeak):
    assert espeak.signature("zh").startswith("espeak-ng 1.52")
    assert espeak.voice("zh") in espeak.signature("zh")
    assert espeak.signature("zh") != espeak.signature("en")


def test_a_killed_worker_is_an_error_only_for_its_own_sentence():
    engine = EspeakEngine()
    engine.say("Hello", "en")
    process = engine.worker._process
    os.kill(process.pid, signal.SIGSTOP)
    engine.worker.timeout = 0.3
    with pytest.raises(SpeechError, match=r"did not answer within 0\.3 s"):
        engine.say("Hello", "en")
    assert process.returncode == -signal.SIGKILL
    engine.worker.timeout = 20
    assert engine.say("Hello", "en").seconds > 0.3
    assert engine.worker._process.pid != process.pid
    engine.close()


def test_a_worker_that_died_between_sentences_is_replaced():
    engine = EspeakEngine()
    first = engine.say("Hello", "en")
    engine.worker._process.kill()
    engine.worker._process.wait()
    assert np.array_equal(engine.say("Hello", "en").pcm, first.pcm)
    engine.close()


def test_one_worker_serves_all_sentences(espeak):
    espeak.say("Hello", "en")
    process = espeak.worker._process
    asyncio.run(_both(espeak))
    assert espeak.worker._process is process


def test_a_worker_that_ended_before_it_read_leaves_no_open_pipe():
    worker = Worker([sys.executable, "-c", ""], timeout=5)
    process = worker._running()
    process.wait()
    process.stdin.write(b"unread")
    worker._stop()
    assert process.stdin.closed
    assert process.stdout.closed


async def _both(espeak):
    await asyncio.gather(espeak.speak("Hello", "en"), espeak.speak("早上好", "zh"))


@pytest.mark.parametrize(
    "body",
    [
        "raise SystemExit(3)",
        "import time; time.sleep(60)",
        "import sys; sys.stdout.buffer.write(b'\\x00\\x00\\x00\\x10half')",
        "import sys; sys.stdout.buffer.write(b'\\x00\\x00\\x00\\x03not json'); sys.stdout.flush(); sys.stdin.read()",
        "import sys; sys.stdout.buffer.write(b'\\x00\\x00\\x00\\x02{}'); sys.stdout.flush(); sys.stdin.read()",
    ],
)
def test_a_worker_that_ends_hangs_or_talks_nonsense_is_a_speech_error(tmp_path, body):
    engine = fake(tmp_path, body)
    with pytest.raises(SpeechError, match="espeak-ng: did not answer"):
        engine.say("Hello", "en")
    engine.close()


def test_a_crash_inside_the_library_costs_one_sentence(tmp_path):
    engine = fake(
        tmp_path,
        f"""
        import os, sys
        sys.path.insert(0, {str(WORKER.parents[2])!r})
        from briefing.speech import espeak_worker
        spoken = espeak_worker.Synthesiser.speak
        def speak(self, text, **settings):
            return os.abort() if text == "boom" else spoken(self, text, **settings)
        espeak_worker.Synthesiser.speak = speak
        espeak_worker.serve(sys.stdin.buffer, sys.stdout.buffer)
        """,
        timeout=20,
    )
    engine.say("Hello", "en")
    process = engine.worker._process
    with pytest.raises(SpeechError, match="ended with -6"):
        engine.say("boom", "en")
    assert engine.say("Hello", "en").seconds > 0.3
    assert engine.worker._process is process
    engine.close()


def test_a_missing_program_is_a_speech_error(tmp_path):
    with pytest.raises(SpeechError, match="No such file"):
        EspeakEngine(command=[str(tmp_path / "nothing")]).say("Hello", "en")


def test_silence_for_an_empty_sentence_is_an_error(espeak):
    with pytest.raises(SpeechError, match="no sound"):
        espeak.say("", "en")


def test_mouth_shapes_of_single_words(espeak):
    assert espeak.syllables(["保费", "B"], "zh") == [(("PP", "aa", "ou"), ("FF", "E", "ih")), (("PP", "ih"),)]
    (good,), (five,) = espeak.syllables(["good", "five"], "en")
    assert good == ("kk", "ou", "DD")
    assert (five[0], five[-1]) == ("FF", "FF")
