"""The voice that is always there: espeak-ng in a worker process, with the exact time of every phoneme."""

import asyncio
import contextlib
import json
import os
import signal
import struct
import subprocess
import sys
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any

import numpy as np

from avatar.types import RATE, Speech, Viseme, Word
from briefing.speech import mandarin, sound, visemes
from briefing.speech.engine import SpeechError

WORKER = Path(__file__).with_name("espeak_worker.py")
PUNCTUATION = str.maketrans("，。；：！？、（）", ",.;:!?,,,")


@dataclass(frozen=True)
class Voice:
    """A voice of espeak-ng: `rate` in its words a minute, `pitch` and `range` 0 to 100."""

    name: str
    rate: int
    pitch: int
    range: int


VOICES = {"zh": Voice("cmn-latn-pinyin+f3", 188, 54, 62), "en": Voice("en-us+f3", 162, 52, 55)}


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Stop the process with its forks and close its pipes, whatever it has not read any more."""
    _kill(process)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(BrokenPipeError):
            if pipe:
                pipe.close()


class Worker:
    """The process, started when first asked, and anew after it has crashed or hung."""

    def __init__(self, command: Sequence[str], timeout: float) -> None:
        self.command = list(command)
        self.timeout = timeout
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._finalizer: weakref.finalize[..., Any] | None = None

    def ask(self, request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Answer and payload. SpeechError where the worker refuses, dies or does not answer in time."""
        with self._lock:
            try:
                header, payload = self._exchange(self._running(), json.dumps(request).encode())
            except (OSError, EOFError, ValueError, LookupError) as error:
                self._stop()
                what = f"did not answer within {self.timeout:g} s or ended ({error})"
                raise SpeechError("espeak-ng", what, "It starts again with the next sentence.") from error
        if "error" in header:
            raise SpeechError("espeak-ng", str(header["error"]), "Check the voice and the sentence.")
        return header, payload

    def close(self) -> None:
        with self._lock:
            self._stop()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._stop()
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(
                self.command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True
            )
            self._finalizer = weakref.finalize(self, _end, self._process)
        return self._process

    def _exchange(self, process: "subprocess.Popen[bytes]", request: bytes) -> tuple[dict[str, Any], bytes]:
        """One request and its answer; a timer ends a process that keeps silent."""
        alarm = Timer(self.timeout, _kill, [process])
        alarm.start()
        try:
            if process.stdin is None or process.stdout is None:
                raise EOFError("no pipes")
            process.stdin.write(struct.pack(">I", len(request)) + request)
            process.stdin.flush()
            header = json.loads(_exactly(process.stdout, struct.unpack(">I", _exactly(process.stdout, 4))[0]))
            return header, _exactly(process.stdout, header["bytes"])
        finally:
            alarm.cancel()

    def _stop(self) -> None:
        if self._finalizer:
            self._finalizer()
        self._process = self._finalizer = None


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError("the answer breaks off")
    return data


class EspeakEngine:
    """Offline speech. Chinese is spoken from pinyin, so that readings and tones are ours."""

    name = "espeak-ng"
    concurrency = 1

    def __init__(
        self, voices: Mapping[str, Voice] = VOICES, *, command: Sequence[str] | None = None, timeout: float = 20.0
    ) -> None:
        self.voices = voices
        self.worker = Worker(command or [sys.executable, str(WORKER)], timeout)

    def voice(self, lang: str) -> str:
        return self.voices[lang].name

    @cached_property
    def version(self) -> str:
        return str(self.worker.ask({"op": "version"})[0]["version"])

    def signature(self, lang: str) -> str:
        return f"{self.name} {self.version} {self.voices[lang]}"

    async def speak(self, text: str, lang: str) -> Speech:
        """One sentence in words (`numbers.normalise` before), off the event loop."""
        return await asyncio.to_thread(self.say, text, lang)

    def say(self, text: str, lang: str) -> Speech:
        """As `speak`, for callers without an event loop."""
        sent, written = _pinyin(text) if lang == "zh" else (text, {})
        voice = asdict(self.voices[lang])
        header, payload = self.worker.ask({"op": "speak", "text": sent, "voice": voice.pop("name"), **voice})
        if not header["words"]:
            raise SpeechError(self.name, f"made no sound of “{text}”", "Check the sentence.")
        rate = header["rate"]
        said = [(sample / rate, name) for sample, name in header["phonemes"]]
        last = max((start for start, name in said if name), default=0.0)
        pcm = sound.trim(sound.resample(np.frombuffer(payload, np.int16), rate), until=last)
        spans = visemes.from_phonemes(said, len(pcm) / RATE)
        return Speech(pcm, _words(header["words"], sent, written, rate, spans), spans)

    def syllables(self, words: Sequence[str], lang: str) -> list[visemes.Syllables]:
        """Mouth shapes of single words, for voices that time words only."""
        if lang == "zh":
            return [visemes.of_chinese(word) for word in words]
        answer, _ = self.worker.ask({"op": "phonemes", "texts": list(words), "voice": self.voices[lang].name})
        return [(visemes.of_ipa(said),) for said in answer["phonemes"]]

    def close(self) -> None:
        self.worker.close()


def _pinyin(text: str) -> tuple[str, dict[int, str]]:
    """Pinyin for the voice, and which word of the text begins at which of its characters."""
    sent, written = "", {}
    for group in mandarin.groups(text):
        if group.syllables:
            written[len(sent)] = group.text
            sent += "".join(group.syllables) + " "
        else:
            sent = sent.rstrip() + group.text.translate(PUNCTUATION).strip() + " "
    return sent, written


def _words(
    events: Sequence[tuple[int, int, int]], sent: str, written: Mapping[int, str], rate: int, spans: Sequence[Viseme]
) -> tuple[Word, ...]:
    """Words of the text with their times; a word ends where the next begins or a pause does."""
    places = [*(at for _, at, _ in events[1:]), len(sent)]
    texts = (sent[at:until].rstrip(" ,.;:!?") for (_, at, _), until in zip(events, places, strict=True))
    said = [written.get(at, "") for _, at, _ in events] if written else texts
    named = [(sample / rate, text) for (sample, _, _), text in zip(events, said, strict=True) if text]
    rests = [span.start for span in spans if span.shape == "sil"]
    limits = [*(start for start, _ in named[1:]), spans[-1].end if spans else 0.0]
    return tuple(
        Word(text, start, min([limit, *(rest for rest in rests if rest > start)]))
        for (start, text), limit in zip(named, limits, strict=True)
    )
