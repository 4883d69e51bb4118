"""A local service that speaks edge-tts's protocol over TLS, behind a proxy that leads its host name here."""

import asyncio
import json
import math
import re
import ssl
import struct
import threading
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import av
import numpy as np
import trustme
from aiohttp import WSCloseCode, WSMsgType, web

HOST = "speech.platform.bing.com"
PATH = "/consumer/speech/synthesize/readaloud/edge/v1"
RATE = 24_000
TICKS = 10_000_000
SECONDS_A_CHARACTER = 0.16


def words_of(text):
    """Words as the service would cut them: Chinese in pairs, the rest at spaces; no punctuation."""
    runs = re.findall(r"[\u4e00-\u9fff]+|[A-Za-z'-]+", text)
    return (
        [run[i : i + 2] for run in runs for i in range(0, len(run), 2)] if re.search("[\u4e00-\u9fff]", text) else runs
    )


def timed(text):
    """(word, start, duration) in ticks, a short pause after each word."""
    at = TICKS // 10
    for word in words_of(text):
        duration = int(len(word) * SECONDS_A_CHARACTER * TICKS)
        yield word, at, duration
        at += duration + TICKS // 50


def mp3(seconds):
    """A hum of the given length, 24 kHz, 48 kbit/s, mono."""
    times = np.arange(math.ceil(seconds * RATE)) / RATE
    pcm = (6000 * np.sin(2 * np.pi * 220 * times)).astype(np.int16).reshape(1, -1)
    buffer = BytesIO()
    with av.open(buffer, "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as container:
        stream = container.add_stream("mp3", rate=RATE, layout="mono", bit_rate=48_000)
        frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="mono")
        frame.sample_rate = RATE
        frames = av.AudioResampler("s16p", "mono", RATE, stream.codec_context.frame_size or 576)
        for part in (*frames.resample(frame), *frames.resample(None), None):
            container.mux(stream.encode(part))
    return buffer.getvalue()


def headers(path, kind):
    return f"X-RequestId:0123456789abcdef\r\nContent-Type:{kind}\r\nX-StreamId:FEDCBA\r\nPath:{path}\r\n"


def text_frame(path, body):
    return f"{headers(path, 'application/json; charset=utf-8')}\r\n{json.dumps(body)}"


def audio_frame(data):
    head = headers("audio", "audio/mpeg").encode()
    return struct.pack(">H", len(head)) + head + data


def metadata(word, start, duration):
    data = {
        "Offset": start,
        "Duration": duration,
        "text": {"Text": word, "Length": len(word), "BoundaryType": "WordBoundary"},
    }
    return {"Metadata": [{"Type": "WordBoundary", "Data": data}]}


class Peer:
    """The service: each connection takes the next of `modes`, the last one for ever.

    Modes: good, 403, 503, silence, cut, short, no_audio, no_words, garbage, bad_audio.
    """

    def __init__(self, folder: Path) -> None:
        self.modes = ["good"]
        self.texts: list[str] = []
        self.voices: list[str] = []
        self.asked = 0
        self.tunnels: list[str] = []
        self.busy = self.busiest = 0
        authority = trustme.CA()
        self.ca_file = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(HOST).configure_cert(self.tls)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self._call(self._open())

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.proxy_port}"

    def close(self) -> None:
        self._call(self._close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def _call(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    async def _open(self):
        app = web.Application()
        app.router.add_get(PATH, self._serve)
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0, ssl_context=self.tls)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]
        self.proxy_server = await asyncio.start_server(self._tunnel, "127.0.0.1", 0)
        self.proxy_port = self.proxy_server.sockets[0].getsockname()[1]
        self.released = asyncio.Event()

    async def _close(self):
        self.released.set()
        self.proxy_server.close()
        await self.runner.cleanup()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.01)  # transports close in the loop's next turns

    async def _tunnel(self, reader, writer):
        """CONNECT host:port, answered with a connection to the local service whatever the host is."""
        request = await reader.readuntil(b"\r\n\r\n")
        self.tunnels.append(request.split()[1].decode())
        inner, outer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        try:
            await asyncio.gather(_pour(reader, outer), _pour(inner, writer))
        finally:
            for end in (outer, writer):
                end.transport.abort()

    def _mode(self):
        self.asked += 1
        return self.modes.pop(0) if len(self.modes) > 1 else self.modes[0]

    async def _serve(self, request):
        mode = self._mode()
        query = request.query
        known = query.get("TrustedClientToken") and query.get("Sec-MS-GEC") and query.get("Sec-MS-GEC-Version")
        if mode in {"403", "503"} or not known:
            return web.Response(status=int(mode) if known else 403)
        socket = web.WebSocketResponse(compress=True)
        await socket.prepare(request)
        self.busy += 1
        self.busiest = max(self.busy, self.busiest)
        try:
            await self._talk(socket, mode)
        finally:
            self.busy -= 1
        return socket

    async def _talk(self, socket, mode):
        config = await self._read(socket, "speech.config")
        options = json.loads(config)["context"]["synthesis"]["audio"]
        assert options["metadataoptions"]["wordBoundaryEnabled"] == "true"
        assert options["outputFormat"] == "audio-24khz-48kbitrate-mono-mp3"
        ssml = ET.fromstring(await self._read(socket, "ssml"))  # noqa: S314 - our own request
        voice = next(iter(ssml))
        text = "".join(ssml.itertext())
        self.texts.append(text)
        self.voices.append(voice.get("name"))
        await socket.send_str(text_frame("turn.start", {"context": {"serviceTag": "local"}}))
        await socket.send_str(text_frame("response", {"context": {"serviceTag": "local"}}))
        await getattr(self, f"_{mode}")(socket, text)

    async def _read(self, socket, path):
        message = await socket.receive(10)
        assert message.type is WSMsgType.TEXT
        head, _, body = message.data.partition("\r\n\r\n")
        assert f"Path:{path}" in head.split("\r\n")
        return body

    async def _words(self, socket, text):
        end = 0.0
        for word, start, duration in timed(text):
            await socket.send_str(text_frame("audio.metadata", metadata(word, start, duration)))
            end = (start + duration) / TICKS
        return end + 0.3

    async def _sound(self, socket, data):
        for i in range(0, len(data), 720):
            await socket.send_bytes(audio_frame(data[i : i + 720]))

    async def _end(self, socket):
        await socket.send_str(text_frame("turn.end", {}))
        await socket.close()

    async def _good(self, socket, text):
        await self._sound(socket, mp3(await self._words(socket, text)))
        await self._end(socket)

    async def _cut(self, socket, text):
        data = mp3(await self._words(socket, text))
        await self._sound(socket, data[: len(data) // 2])
        await socket.close(code=WSCloseCode.GOING_AWAY)

    async def _short(self, socket, text):
        """Cut, yet ended as if nothing were missing."""
        await self._sound(socket, mp3(await self._words(socket, text) / 2))
        await self._end(socket)

    async def _silence(self, _socket, _text):
        await self.released.wait()

    async def _no_audio(self, socket, _text):
        await self._end(socket)

    async def _no_words(self, socket, _text):
        await self._sound(socket, mp3(1.0))
        await self._end(socket)

    async def _garbage(self, socket, _text):
        await socket.send_str("what a mess")
        await socket.close()

    async def _bad_audio(self, socket, text):
        await self._words(socket, text)
        await self._sound(socket, b"<html>out of order</html>" * 50)
        await self._end(socket)


async def _pour(reader, writer):
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()
