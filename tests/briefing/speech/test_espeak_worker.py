import json
import struct
import subprocess
import sys

import pytest

from briefing.speech.espeak import WORKER
from briefing.speech.espeak_worker import Synthesiser, answer


def framed(requests):
    texts = [json.dumps(request).encode() for request in requests]
    return b"".join(struct.pack(">I", len(text)) + text for text in texts)


def answers(*requests):
    done = subprocess.run([sys.executable, WORKER], input=framed(requests), capture_output=True, check=True, timeout=30)
    rest = done.stdout
    while rest:
        size = 4 + struct.unpack(">I", rest[:4])[0]
        header = json.loads(rest[4:size])
        end = size + header["bytes"]
        yield header, rest[size:end]
        rest = rest[end:]


SPEAK = {"op": "speak", "text": "ma1 ma5", "voice": "cmn-latn-pinyin+f3", "rate": 170, "pitch": 50, "range": 50}


def test_answers_frame_by_frame_until_the_pipe_closes():
    version, dance, loud, (spoken, pcm) = answers(
        {"op": "version"}, {"op": "dance"}, {"op": "version", "loud": 1}, SPEAK
    )
    assert version[0]["version"].startswith("1.5")
    assert "dance" in dance[0]["error"]
    assert "loud" in loud[0]["error"]
    assert len(pcm) == spoken["bytes"] > 0.2 * 2 * spoken["rate"]
    samples = [sample for sample, _ in spoken["phonemes"]]
    assert samples == sorted(samples)
    assert samples[-1] <= len(pcm) / 2
    assert [place for _, place, _ in spoken["words"]] == [0, 4]


@pytest.mark.parametrize("request_", [{}, {"op": "speak"}, {"op": "phonemes", "texts": ["a"], "voice": "xx-none"}])
def test_a_bad_request_is_answered_with_what_is_wrong(request_):
    header, payload = answer(Synthesiser(), dict(request_))
    assert header["error"]
    assert payload == b""
