from io import BytesIO

import av
import numpy as np
import pytest

from avatar.types import RATE
from briefing.speech import sound


def tone(rate, seconds=1.0, hertz=440):
    return (8000 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)).astype(np.int16)


def hertz_of(pcm):
    return np.abs(np.fft.rfft(pcm)).argmax() * RATE / len(pcm)


def mp3(pcm, rate=24_000):
    buffer = BytesIO()
    with av.open(buffer, "w", format="mp3") as container:
        stream = container.add_stream("mp3", rate=rate, layout="mono", bit_rate=48_000)
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        for packet in (
            *stream.encode(av.AudioResampler("s16p", "mono", rate).resample(frame)[0]),
            *stream.encode(None),
        ):
            container.mux(packet)
    return buffer.getvalue()


@pytest.mark.parametrize("rate", [22_050, 24_000, 48_000])
def test_resampling_keeps_pitch_level_and_length(rate):
    made = sound.resample(tone(rate), rate)
    assert made.dtype == np.int16
    assert len(made) == pytest.approx(RATE, abs=RATE * 0.002)
    assert hertz_of(made) == pytest.approx(440, abs=1.5)
    assert np.abs(made.astype(int)).max() == pytest.approx(8000, rel=0.05)


def test_an_mp3_becomes_samples():
    made = sound.decode(mp3(tone(24_000)))
    assert len(made) == pytest.approx(RATE, abs=RATE * 0.12)
    assert hertz_of(made) == pytest.approx(440, abs=2)


@pytest.mark.parametrize("data", [b"", b"no sound at all", b"<html>503</html>" * 40, bytes(5000)])
def test_what_is_no_mp3_is_refused(data):
    with pytest.raises(ValueError, match="MP3"):
        sound.decode(data)


def test_no_samples_stay_no_samples():
    assert len(sound.resample(np.empty(0, np.int16), 22_050)) == 0


def test_trailing_silence_goes_but_nothing_before_the_given_time():
    spoken = np.concatenate([np.zeros(RATE, np.int16), tone(RATE), np.zeros(RATE, np.int16)])
    assert len(sound.trim(spoken, until=0)) == pytest.approx((2 + sound.TAIL) * RATE, abs=200)
    assert len(sound.trim(spoken, until=2.5)) == 2.5 * RATE
    assert len(sound.trim(spoken, until=9)) == len(spoken)
    assert len(sound.trim(np.zeros(RATE, np.int16), until=0)) == sound.TAIL * RATE
