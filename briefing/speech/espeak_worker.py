"""espeak-ng in a process of its own: requests on stdin, answers on stdout. Run as a script by its file name.

A frame is four bytes (length of the header, big-endian), a JSON header, and `bytes` bytes of payload.
Requests: {"op": "speak", "text", "voice", "rate", "pitch", "range"} -> {"rate", "words", "phonemes", "bytes"} and
int16 sound; {"op": "phonemes", "texts", "voice"} -> {"phonemes"}; {"op": "version"} -> {"version"}.
An answer with "error" says why not. Sample positions are exact, text positions count characters from 0.
"""

import ctypes
import json
import os
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

import espeakng_loader

SYNCHRONOUS, PHONEME_EVENTS_IPA, DONT_EXIT = 2, 1 | 2, 0x8000
EVENT_END, EVENT_WORD, EVENT_PHONEME = 0, 1, 7
RATE, PITCH, RANGE = 1, 3, 4
UTF8, END_PAUSE, IPA = 1, 0x1000, 2
UTF8_TEXT, TIE = 1, ord(" ") << 8


class _EventId(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    ]


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


class Synthesiser:
    """The library keeps global state: one for a process."""

    def __init__(self) -> None:
        self.lib = ctypes.CDLL(espeakng_loader.get_library_path())
        self.lib.espeak_Info.restype = ctypes.c_char_p
        self.lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self.lib.espeak_Synth.argtypes = [
            *(ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint),
            *(ctypes.POINTER(ctypes.c_uint), ctypes.c_void_p),
        ]
        data = espeakng_loader.get_data_path().encode()
        self.rate = int(self.lib.espeak_Initialize(SYNCHRONOUS, 0, data, PHONEME_EVENTS_IPA | DONT_EXIT))
        self.lib.espeak_ng_SetRandSeed(1)  # breath is noise: the same in every process
        self.pcm = bytearray()
        self.words: list[tuple[int, int, int]] = []
        self.phonemes: list[tuple[int, str]] = []
        self.callback = _CALLBACK(self._receive)  # kept: the library holds only a pointer
        self.lib.espeak_SetSynthCallback(self.callback)

    def _receive(self, wave: int | None, count: int, events: Any) -> int:
        if wave and count > 0:
            self.pcm += ctypes.string_at(wave, 2 * count)
        i = 0
        while events[i].type != EVENT_END:
            self._note(events[i])
            i += 1
        return 0

    def _note(self, event: Any) -> None:
        if event.type == EVENT_PHONEME:
            self.phonemes.append((event.sample, event.id.string.decode("utf-8", "replace")))
        elif event.type == EVENT_WORD:
            self.words.append((event.sample, event.text_position - 1, event.length))

    def _choose(self, voice: str) -> None:
        if self.lib.espeak_SetVoiceByName(voice.encode()):
            message = f"espeak-ng has no voice {voice}"
            raise ValueError(message)

    def speak(self, text: str, voice: str, **settings: int) -> tuple[dict[str, Any], bytes]:
        self._choose(voice)
        for number, name in ((RATE, "rate"), (PITCH, "pitch"), (RANGE, "range")):
            self.lib.espeak_SetParameter(number, settings[name], 0)
        self.pcm, self.words, self.phonemes = bytearray(), [], []
        data = text.encode()
        flags = UTF8 | END_PAUSE
        failed = self.lib.espeak_Synth(data, len(data) + 1, 0, 1, 0, flags, ctypes.byref(ctypes.c_uint()), None)
        if failed:
            message = f"espeak_Synth answered {failed}"
            raise ValueError(message)
        self.lib.espeak_Synchronize()
        return {"rate": self.rate, "words": self.words, "phonemes": self.phonemes}, bytes(self.pcm)

    def pronounce(self, texts: list[str], voice: str) -> tuple[dict[str, Any], bytes]:
        self._choose(voice)
        return {"phonemes": [self._pronounce(text) for text in texts]}, b""

    def _pronounce(self, text: str) -> str:
        rest, said = ctypes.c_char_p(text.encode()), []
        while rest.value is not None:
            said.append(self.lib.espeak_TextToPhonemes(ctypes.byref(rest), UTF8_TEXT, TIE | IPA).decode())
        return " ".join(said)

    def version(self) -> tuple[dict[str, Any], bytes]:
        return {"version": self.lib.espeak_Info(None).decode()}, b""


def answer(synthesiser: Synthesiser, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Header and payload for one request; a mistake in it is an answer, not the end of the process."""
    operations: dict[str, Callable[..., tuple[dict[str, Any], bytes]]] = {
        "speak": synthesiser.speak,
        "phonemes": synthesiser.pronounce,
        "version": synthesiser.version,
    }
    try:
        return operations[request.pop("op")](**request)
    except (KeyError, TypeError, ValueError) as error:
        return {"error": f"{type(error).__name__}: {error}"}, b""


def _send(sink: BinaryIO, header: dict[str, Any], payload: bytes) -> None:
    text = json.dumps({**header, "bytes": len(payload)}).encode()
    sink.write(struct.pack(">I", len(text)) + text + payload)
    sink.flush()


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer frame by frame until the parent closes the pipe.

    The library's wave generator never returns to its first state, so each answer comes from a fork of the process that
    has not spoken yet: a sentence always sounds the same, to the sample.
    """
    synthesiser = Synthesiser()
    while len(prefix := source.read(4)) == 4:  # noqa: PLR2004 - the length of the length
        request = json.loads(source.read(struct.unpack(">I", prefix)[0]))
        child = os.fork()
        if child == 0:
            _send(sink, *answer(synthesiser, request))
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status:
            _send(sink, {"error": f"the synthesiser ended with {status}"}, b"")


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the library prints must not fall between the frames
    serve(sys.stdin.buffer, answers)
