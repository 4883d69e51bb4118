"""The online voice: edge-tts, which times words; their mouth shapes come from pinyin or the phonetics given."""

import asyncio
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from random import Random

import aiohttp
import edge_tts
from edge_tts import communicate
from edge_tts.exceptions import EdgeTTSException
from edge_tts.version import __version__

from avatar.types import RATE, Speech, Word
from briefing.speech import sound, visemes
from briefing.speech.engine import SpeechError
from data.errors import UserError

TICKS = 10_000_000  # of the service, in a second
GOODBYE = 0.1  # seconds in which TLS takes leave: aiohttp closes its sockets in later turns of the loop
SLACK = 0.5  # seconds by which the service's word times may pass its sound
VOICES = {"zh": "zh-CN-XiaoxiaoNeural", "en": "en-US-AvaMultilingualNeural"}
ONLINE = "Check the connection, or choose the offline voice in the settings."

Phonetics = Callable[[Sequence[str], str], list[visemes.Syllables]]


@dataclass(frozen=True)
class Patience:
    """Seconds to connect, to wait for the next message and for a whole sentence; how often and when to try again."""

    connect: int = 10
    receive: int = 15
    sentence: float = 20.0
    retries: int = 2
    pause: float = 1.0


class EdgeEngine:
    """The public endpoint of Microsoft Edge: the text of every sentence leaves the company.

    `phonetics` gives the syllables of words (`EspeakEngine.syllables`). `ca_file` adds an authority that is trusted
    for this service, as a company's proxy needs it; it holds for the whole process.
    """

    name = "edge-tts"
    concurrency = 2

    def __init__(
        self,
        phonetics: Phonetics,
        voices: Mapping[str, str] = VOICES,
        *,
        rate: str = "+0%",
        proxy: str | None = None,
        ca_file: Path | None = None,
        patience: Patience = Patience(),
    ) -> None:
        self.phonetics = phonetics
        self.voices = voices
        self.rate = rate
        self.proxy = proxy
        self.patience = patience
        self._random = Random()  # noqa: S311 - jitter, no secret
        for lang in voices:
            self._validate(lang)
        if ca_file:
            _trust(ca_file)

    def voice(self, lang: str) -> str:
        return self.voices[lang]

    def signature(self, lang: str) -> str:
        return f"{self.name} {__version__} {self.voices[lang]} {self.rate}"

    async def speak(self, text: str, lang: str) -> Speech:
        """One sentence; tried again with growing, jittered pauses. SpeechError after the last try."""
        for attempt in range(self.patience.retries + 1):
            try:
                return await asyncio.wait_for(self._once(text, lang), self.patience.sentence)
            except (aiohttp.ClientError, EdgeTTSException, OSError, TimeoutError, ValueError, LookupError) as error:
                failure = error
            if attempt < self.patience.retries:
                await asyncio.sleep(self.patience.pause * 2**attempt * self._random.uniform(0.5, 1.5))
        raise SpeechError(self.name, _reason(failure), ONLINE) from failure

    def _communicate(self, text: str, lang: str) -> edge_tts.Communicate:
        return edge_tts.Communicate(
            text,
            self.voices[lang],
            rate=self.rate,
            boundary="WordBoundary",
            proxy=self.proxy,
            connect_timeout=self.patience.connect,
            receive_timeout=self.patience.receive,
        )

    def _validate(self, lang: str) -> None:
        try:
            self._communicate("", lang)
        except ValueError as error:
            remedy = "Write it as edge-tts lists it, for example zh-CN-XiaoxiaoNeural and +0%."
            raise UserError("edge-tts voice", str(error).rstrip("."), remedy) from error

    async def _once(self, text: str, lang: str) -> Speech:
        """One try. A stream that breaks off without an error is one here."""
        source = self._communicate(text, lang)
        try:
            audio, words = await self._received(source)
        finally:
            await asyncio.sleep(GOODBYE)
        if source.state["chunk_audio_bytes"] or not audio:
            raise ValueError("the sound broke off before its end")
        if not words:
            raise ValueError("the words have no times")
        return await asyncio.to_thread(self._speech, audio, words, lang)

    async def _received(self, source: edge_tts.Communicate) -> tuple[bytes, list[Word]]:
        """Sound and words as they come; edge-tts's own receive time-out does not see a silent WebSocket."""
        audio, words, loop = bytearray(), [], asyncio.get_running_loop()
        async with aclosing(source.stream()) as stream, asyncio.timeout(self.patience.receive) as limit:
            async for chunk in stream:
                limit.reschedule(loop.time() + self.patience.receive)
                if chunk["type"] == "audio":
                    audio += chunk["data"]
                else:
                    start = chunk["offset"] / TICKS
                    words.append(Word(chunk["text"], start, start + chunk["duration"] / TICKS))
        return bytes(audio), words

    def _speech(self, audio: bytes, words: Sequence[Word], lang: str) -> Speech:
        pcm = sound.trim(sound.decode(audio), until=words[-1].end)
        seconds = len(pcm) / RATE
        if words[-1].end > seconds + SLACK:
            raise ValueError("the sound ends before its words")
        said = self.phonetics([word.text for word in words], lang)
        return Speech(pcm, tuple(words), visemes.from_words(words, said, seconds))


def _trust(ca_file: Path) -> None:
    """edge-tts keeps its TLS context to itself and takes none: the authority is added to that one."""
    try:
        communicate._SSL_CTX.load_verify_locations(ca_file)  # noqa: SLF001
    except (OSError, ssl.SSLError) as error:
        remedy = "Give a PEM file of certificates."
        raise UserError(str(ca_file), f"cannot be read as certificates ({error})", remedy) from error


def _reason(error: Exception) -> str:
    """What went wrong, for a person."""
    if isinstance(error, aiohttp.WSServerHandshakeError):
        return f"the service refused with {error.status}"
    if isinstance(error, TimeoutError):
        return "the service did not answer in time"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "the service cannot be reached"
    return f"the service's answer cannot be used ({error or type(error).__name__})"
