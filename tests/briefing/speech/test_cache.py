import os

import numpy as np
import pytest

from avatar.types import Speech, Viseme, Word
from briefing.speech.cache import Cache

SPEECH = Speech(
    np.arange(1000, dtype=np.int16), (Word("早上", 0.1, 0.35),), (Viseme("sil", 0.0, 0.1), Viseme("aa", 0.1, 0.5))
)


def files(cache):
    return sorted(path for path in cache.folder.rglob("*") if path.is_file())


def test_gives_back_what_it_was_given(tmp_path):
    cache = Cache(tmp_path)
    assert cache.get("早上好", "voice 1") is None
    cache.put("早上好", "voice 1", SPEECH)
    found = cache.get("早上好", "voice 1")
    assert np.array_equal(found.pcm, SPEECH.pcm)
    assert found.pcm.dtype == np.int16
    assert (found.words, found.visemes) == (SPEECH.words, SPEECH.visemes)


def test_text_and_signature_both_make_the_key(tmp_path):
    cache = Cache(tmp_path)
    cache.put("早上好", "voice 1", SPEECH)
    assert cache.get("早上好", "voice 2") is None
    assert cache.get("晚上好", "voice 1") is None


@pytest.mark.parametrize("data", [b"", b"half a file", b"PK\x03\x04 and then nothing"])
def test_a_damaged_file_is_removed_and_not_heard(tmp_path, data):
    cache = Cache(tmp_path)
    cache.put("早上好", "voice", SPEECH)
    files(cache)[0].write_bytes(data)
    assert cache.get("早上好", "voice") is None
    assert files(cache) == []


def test_a_file_cut_in_the_middle_is_removed(tmp_path):
    cache = Cache(tmp_path)
    cache.put("早上好", "voice", SPEECH)
    path = files(cache)[0]
    path.write_bytes(path.read_bytes()[:700])
    assert cache.get("早上好", "voice") is None
    assert files(cache) == []


def test_an_interrupted_write_leaves_nothing(tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space"):
        Cache(tmp_path).put("早上好", "voice", SPEECH)
    assert files(Cache(tmp_path)) == []


def test_trimming_keeps_what_was_heard_last(tmp_path):
    cache = Cache(tmp_path, limit=10_000)
    for i in range(6):
        cache.put(f"{i}", "voice", SPEECH)
        os.utime(cache._path(f"{i}", "voice"), (i, i))
    cache.get("0", "voice")
    cache.trim()
    kept = {f"{i}" for i in range(6) if cache.get(f"{i}", "voice")}
    assert kept == {"0", "5", "4"}
    assert sum(path.stat().st_size for path in files(cache)) <= 10_000


def test_a_cache_within_its_limit_is_left_alone(tmp_path):
    cache = Cache(tmp_path)
    cache.put("早上好", "voice", SPEECH)
    cache.trim()
    assert cache.get("早上好", "voice")
