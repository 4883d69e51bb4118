import av
import numpy as np
import pytest

from avatar.sound import write_sound
from avatar.types import RATE


@pytest.fixture
def written(tmp_path):
    pcm = (np.sin(np.arange(3 * RATE) * 440 * 2 * np.pi / RATE) * 12_000).astype(np.int16)
    write_sound(pcm, tmp_path / "sound.webm", "早报")
    return pcm, tmp_path / "sound.webm"


def test_what_is_written_sounds_the_same(written):
    _, path = written
    with av.open(str(path)) as file:
        assert file.metadata["title"] == "早报"
        heard = np.concatenate([frame.to_ndarray().ravel() for frame in file.decode(audio=0)])
    assert len(heard) / RATE == pytest.approx(3, abs=0.03)
    spectrum = np.abs(np.fft.rfft(heard[RATE : 2 * RATE]))
    assert spectrum.argmax() == 440
    assert np.sqrt((heard.astype(float) ** 2).mean()) * 32768 == pytest.approx(12_000 / np.sqrt(2), rel=0.1)


def test_it_is_small(written):
    pcm, path = written
    assert path.stat().st_size < len(pcm) * 2 / 8
