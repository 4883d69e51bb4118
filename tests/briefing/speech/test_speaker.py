import asyncio
import ssl
from datetime import datetime, timedelta

import numpy as np
import pytest
from edge_tts import communicate

from avatar.types import Speech, Viseme, Word
from briefing.lexicon import Lexicon
from briefing.speech.edge import EdgeEngine, Patience
from briefing.speech.engine import SpeechError
from briefing.speech.speaker import Speaker
from data.clock import Clock

NOON = datetime(2026, 6, 17, 12)
LINES = [("早上好，达成率 38.0%。", "zh"), ("请看 Q3。", "zh"), ("谢谢。", "zh")]
SAID = ["早上好，达成率百分之三十八。", "请看三季度。", "谢谢。"]
QUICK = Patience(connect=5, receive=5, sentence=10.0, retries=1, pause=0.001)

pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore:loop is closed:ResourceWarning")


class Voice:
    """An engine that speaks tones and can be told to fail."""

    def __init__(self, name, *, fails_at=(), concurrency=2):
        self.name, self.fails_at, self.concurrency = name, set(fails_at), concurrency
        self.spoken, self.busy, self.busiest = [], 0, 0

    def voice(self, lang):
        return f"{self.name}-{lang}"

    def signature(self, lang):
        return f"{self.name} 1 {lang}"

    async def speak(self, text, lang):
        self.busy += 1
        self.busiest = max(self.busy, self.busiest)
        await asyncio.sleep(0.001)
        self.busy -= 1
        if text in self.fails_at:
            raise SpeechError(self.name, "the line is dead", "Wait.")
        self.spoken.append(text)
        return Speech(np.full(480, len(self.name), np.int16), (Word(text, 0, 0.01),), (Viseme(f"{lang}", 0, 0.01),))


def speaker(folder, *engines, minutes=0.0, **options):
    return Speaker(engines, folder, Clock(NOON + timedelta(minutes=minutes)), **options)


def made_by(film):
    return {int(speech.pcm[0]) for speech in film.speeches}


def test_speaks_every_line_in_order_with_numbers_as_words(tmp_path):
    film = speaker(tmp_path, Voice("online")).speak_all(LINES)
    assert [speech.words[0].text for speech in film.speeches] == SAID
    assert (film.engine, film.voice, film.notes) == ("online", "online-zh", ())


def test_the_words_of_the_house_are_said_its_way(tmp_path):
    voice = Voice("online")
    words = Lexicon({"zh": {"绿洲": "绿舟"}, "en": {}})
    speaker(tmp_path, voice, words=words).speak_all([("绿洲 2 件。", "zh")])
    assert voice.spoken == ["绿舟两件。"]


def test_one_failing_line_moves_the_whole_film_to_the_next_voice_and_says_so(tmp_path):
    online, offline = Voice("online", fails_at=SAID[2:]), Voice("off")
    film = speaker(tmp_path, online, offline).speak_all(LINES)
    assert made_by(film) == {len("off")}
    assert (film.engine, film.voice) == ("off", "off-zh")
    assert film.notes == ("语音“online”不可用（the line is dead），本片全程改用“off”",)


def test_the_first_engine_rests_ten_minutes_also_after_a_restart(tmp_path):
    speaker(tmp_path, Voice("online", fails_at=SAID), Voice("off")).speak_all(LINES)
    healthy = Voice("online")
    film = speaker(tmp_path, healthy, Voice("off"), minutes=9).speak_all([("新的一句。", "zh")])
    assert (film.engine, healthy.spoken) == ("off", [])
    assert film.notes == ("语音“online”暂停至 12:10（the line is dead），本片全程使用“off”",)
    film = speaker(tmp_path, healthy, Voice("off"), minutes=11).speak_all([("再来一句。", "zh")])
    assert (film.engine, film.notes) == ("online", ())


def test_a_resting_engine_may_repeat_what_it_has_spoken(tmp_path):
    speaker(tmp_path, Voice("online")).speak_all(LINES)
    speaker(tmp_path, Voice("online", fails_at=["另一句。"]), Voice("off")).speak_all([("另一句。", "zh")])
    assert speaker(tmp_path, Voice("online"), Voice("off"), minutes=1).speak_all(LINES).engine == "online"


def test_the_last_engine_never_rests(tmp_path):
    with pytest.raises(SpeechError, match=r"online: the line is dead; off: the line is dead"):
        speaker(tmp_path, Voice("online", fails_at=SAID), Voice("off", fails_at=SAID)).speak_all(LINES)
    assert speaker(tmp_path, Voice("online"), Voice("off")).speak_all(LINES).engine == "off"


def test_the_notes_are_in_the_language_of_the_film(tmp_path):
    film = speaker(tmp_path, Voice("online", fails_at=["Hello."]), Voice("off")).speak_all([("Hello.", "en")])
    assert film.notes == ("The voice online failed (the line is dead); the whole film is spoken by off",)


def test_a_sentence_is_spoken_once(tmp_path):
    voice = Voice("online")
    first = speaker(tmp_path, voice).speak_all(LINES)
    again = speaker(tmp_path, voice).speak_all(LINES)
    assert len(voice.spoken) == 3
    assert all(np.array_equal(a.pcm, b.pcm) for a, b in zip(first.speeches, again.speeches, strict=True))


def test_no_more_at_once_than_the_engine_wants(tmp_path):
    voice = Voice("online", concurrency=2)
    speaker(tmp_path, voice).speak_all([(f"{word}句。", "zh") for word in "甲乙丙丁戊己"])
    assert voice.busiest == 2


def test_progress_counts_to_the_number_of_lines(tmp_path):
    seen = []
    speaker(tmp_path, Voice("online")).speak_all(LINES, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_full_disk_is_noted_and_the_film_is_spoken(tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    film = speaker(tmp_path, Voice("online")).speak_all(LINES)
    assert len(film.speeches) == 3
    assert film.notes == ("语音缓存无法写入（No space left on device）",)


def test_the_cache_is_bounded(tmp_path):
    speaker(tmp_path, Voice("online"), cache_bytes=5000).speak_all([(f"{word}句。", "zh") for word in "甲乙丙丁戊己"])
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.npz")) <= 5000


@pytest.mark.parametrize("lines", [[], [("", "zh")]])
def test_nothing_to_say_is_an_error(tmp_path, espeak, lines):
    with pytest.raises(SpeechError):
        speaker(tmp_path, espeak).speak_all(lines)


def test_no_engine_is_an_error(tmp_path):
    with pytest.raises(SpeechError, match="no engine"):
        speaker(tmp_path)


@pytest.fixture
def online(service, espeak, monkeypatch):
    monkeypatch.setattr(communicate, "_SSL_CTX", ssl.create_default_context())
    return EdgeEngine(espeak.syllables, proxy=service.proxy, ca_file=service.ca_file, patience=QUICK)


def test_the_online_voice_speaks_a_film_two_sentences_at_a_time(tmp_path, service, online, espeak):
    film = speaker(tmp_path, online, espeak).speak_all(LINES)
    assert (film.engine, film.voice, film.notes) == ("edge-tts", "zh-CN-XiaoxiaoNeural", ())
    assert sorted(service.texts) == sorted(SAID)
    assert service.busiest <= 2


def test_a_service_that_dies_in_the_middle_of_a_film_gives_it_to_espeak(tmp_path, service, online, espeak):
    service.modes = ["good", "503"]
    film = speaker(tmp_path, online, espeak).speak_all(LINES)
    assert (film.engine, film.voice) == ("espeak-ng", espeak.voice("zh"))
    assert "503" in film.notes[0]
    truth = [espeak.say(text, "zh").pcm for text in SAID]
    assert all(np.array_equal(speech.pcm, pcm) for speech, pcm in zip(film.speeches, truth, strict=True))
    asked = service.asked
    assert "12:10" in speaker(tmp_path, online, espeak, minutes=1).speak_all(LINES).notes[0]
    assert service.asked == asked
