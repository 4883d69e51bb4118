import numpy as np
import pytest

from avatar.sadtalker import mel as heard


def voice(seconds=3.0, seed=0):
    """Loud, soft and silent passages, so that both ends of the scale are met."""
    at = np.arange(round(seconds * heard.RATE)) / heard.RATE
    noise = np.random.default_rng(seed).normal(0, 0.3, len(at)) * np.sin(at) ** 2
    return (noise + 0.9 * np.sin(2 * np.pi * 440 * at) * (at > 2)).astype(np.float32) * (at > 0.5)


@pytest.mark.needs("librosa")
@pytest.mark.filterwarnings("ignore")
def test_the_columns_are_librosas():
    import librosa  # noqa: PLC0415 - optional

    sound = voice()
    sharp = np.append(sound[0], sound[1:] - 0.97 * sound[:-1])
    spectrum = np.abs(librosa.stft(sharp, n_fft=800, hop_length=200, win_length=800, pad_mode="constant"))
    bands = librosa.filters.mel(sr=16_000, n_fft=800, n_mels=80, fmin=55, fmax=7600) @ spectrum
    decibel = 20 * np.log10(np.maximum(1e-5, bands)) - 20
    expected = np.clip(8 * (decibel + 100) / 100 - 4, -4, 4).T
    found = heard.mel(sound)
    assert found.shape == expected.shape == (241, 80)
    assert np.abs(found - expected).max() < 1e-4
    assert found.min() == -4
    assert found.max() > 1


def test_silence_is_the_floor():
    assert (heard.mel(np.zeros(1600, np.float32)) == -4).all()


def test_long_sound_is_cut_without_a_seam(monkeypatch):
    whole = heard.mel(voice())
    monkeypatch.setattr(heard, "PIECE", 7)
    assert np.abs(heard.mel(voice()) - whole).max() < 1e-5


def test_a_film_is_heard_at_a_third_of_its_rate_in_place():
    at = np.arange(48_000 * 3) / 48_000
    pcm = (16_384 * np.sin(2 * np.pi * 440 * at)).astype(np.int16)
    found, inner = heard.speech(pcm), slice(100, -100)
    assert len(found) == 16_000 * 3
    assert np.abs(found - 0.5 * np.sin(2 * np.pi * 440 * np.arange(len(found)) / 16_000))[inner].max() < 1e-3


def test_what_is_too_high_for_the_rate_is_not_heard_as_something_else():
    pcm = (16_384 * np.sin(2 * np.pi * 11_000 * np.arange(48_000) / 48_000)).astype(np.int16)
    assert np.abs(heard.speech(pcm)[100:-100]).max() < 1e-3


def test_a_window_begins_two_pictures_earlier():
    columns = np.repeat(np.arange(100, dtype=np.float32)[:, None], 80, axis=1)
    found = heard.windows(columns, np.array([0, 1, 2, 3, 4, 7, 27]))
    assert found.shape == (7, 80, 16)
    assert found[:, 0, -1].tolist() == [9, 12, 15, 18, 21, 31, 95]  # -6 -3 0 3 6 16 80, and 15 more
    assert found[:, 0, 0].tolist() == [0, 0, 0, 3, 6, 16, 80]


def test_beyond_the_end_the_last_column_is_heard():
    columns = np.arange(40, dtype=np.float32)[:, None]
    assert heard.windows(columns, np.array([12]))[0, 0].tolist() == [32, 33, 34, 35, 36, 37, 38, *[39] * 9]


def test_batches_are_of_one_size_but_the_last():
    assert [list(each) for each in heard.batches(5, 2)] == [[0, 1], [2, 3], [4]]
    assert list(heard.batches(0, 2)) == []
