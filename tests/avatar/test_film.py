import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from playwright.sync_api import sync_playwright

from avatar import film as room
from avatar.film import Studio
from avatar.types import ChartCard, Figure, Frame, Line, Shot, Speech, Take, Viseme, Word
from data.errors import UserError

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FRAME = Frame("AI 主持人 · 晓晨", "江城中支 · 经营早报", "2026 年 6 月 17 日 · 语音 espeak-ng")
LINES = (Line("达成率", (8.0, 15.0, 22.0, 29.5, None, None)), Line("应达进度", (7.0, 16, 28, 42, 60, 80), "dashed"))
CHART = ChartCard(
    "期交保费", "江城中支", "29.5", "%", "红色预警", "risk", "▼ 12.5 个百分点", "", LINES, ("6/1", "6/30")
)
WAIT_S = 120
SHOTS = (
    Shot("经营早报", "6 月 17 日"),
    Shot("风险", "", CHART),
    Shot("风险", "", CHART, (Figure("举绩人力", "94", "人"),)),
)


def voice(seconds=0.5, seed=1):
    pcm = np.random.default_rng(seed).normal(0, 4000, round(seconds * 48_000)).clip(-32768, 32767).astype(np.int16)
    return Speech(pcm, (Word("早", 0.0, seconds),), (Viseme("aa", 0.0, seconds),))


def takes(shots=SHOTS):
    return [Take(voice(seed=i), shot, "江城达成 29%。", f"第 {i} 章") for i, shot in enumerate(shots)]


@pytest.fixture(scope="module")
def progress():
    return []


@pytest.fixture(scope="module")
def made(studio, tmp_path_factory, progress):
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    info = studio.film(
        takes(), path, {"title": "早报", "voice": "espeak-ng"}, lambda *done: progress.append(done), frame=FRAME
    )
    return path, info


def test_the_film_lasts_as_long_as_its_segments(made):
    path, info = made
    with av.open(str(path)) as source:
        assert source.streams.video[0].frames == round(info.duration_s * 25)
    assert info.starts == pytest.approx((0.12, 0.12 + 0.96, 0.12 + 2 * 0.96))
    assert (info.segments_made, info.segments_reused) == (3, 0)


@pytest.mark.usefixtures("made")
def test_progress_never_goes_back_and_ends_with_all(progress):
    assert [done for done, _ in progress] == sorted(done for done, _ in progress)
    assert progress[-1] == (72, 72)
    assert len(progress) > 6


def test_renderer_and_voice_are_in_the_film(made, studio):
    with av.open(str(made[0])) as source:
        assert source.metadata["title"] == "早报"
        assert source.metadata["comment"] == f"renderer: {studio.renderer}; voice: espeak-ng"
    assert "xiaochen" in studio.renderer


def test_what_was_filmed_is_not_filmed_again(made, fonts, cache, tmp_path, monkeypatch):
    monkeypatch.setattr(room, "Encoder", None)
    again = Studio("xiaochen", fonts, cache).film(
        takes(), tmp_path / "again.mp4", {"title": "早报", "voice": "x"}, frame=FRAME
    )
    assert (again.segments_made, again.segments_reused) == (0, 3)
    assert again.duration_s == made[1].duration_s


@pytest.fixture(scope="module")
def frames(made):
    with av.open(str(made[0])) as source:
        return [frame.to_ndarray(format="bgr24") for frame in source.decode(video=0)]


def apart(a, b):
    return float(cv2.absdiff(np.ascontiguousarray(a), np.ascontiguousarray(b)).mean())


def test_every_segment_begins_and_ends_at_rest(frames):
    face = np.s_[160:560, 180:520]
    for edge in (23, 24, 47, 48, 71):
        assert apart(frames[edge][face], frames[0][face]) < 0.4 * apart(frames[10][face], frames[0][face])


def test_a_card_that_comes_again_stays_between_two_segments(frames):
    chart = np.s_[130:300, 720:1200]
    assert apart(frames[47][chart], frames[48][chart]) < 2.0
    assert apart(frames[23][chart], frames[40][chart]) > 5.0
    assert apart(frames[71][chart], frames[0][chart]) < 2.0


def test_the_mouth_opens_while_the_voice_sounds(frames):
    lips = [frame[350:410, 310:380].astype(int).sum(axis=2) for frame in frames[:24]]
    dark = [int((pixels < 200).sum()) for pixels in lips]
    assert max(dark[6:14]) > 100
    assert dark[0] == dark[-1] == 0


def test_a_crash_leaves_neither_a_film_nor_half_a_segment(studio, cache, tmp_path):
    def stop(done, _):
        if done >= 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        studio.film([Take(voice(seed=99), Shot("别的"), "", "")], tmp_path / "film.mp4", {}, stop)
    assert not list(tmp_path.iterdir())
    assert not list(cache.rglob("*.part"))
    assert studio.film([Take(voice(seed=99), Shot("别的"), "", "")], tmp_path / "film.mp4", {}).segments_made == 1


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import numpy as np
from avatar.film import Studio
from avatar.types import Shot, Speech, Take
take = Take(Speech(np.full(24000, 900, np.int16), (), ()), Shot("早报"), "早", "")
def die(done, total):
    if done > 6 and sys.argv[4] == "die":
        os.kill(os.getpid(), signal.SIGKILL)
path = Path(sys.argv[3]) / "out" / "film.mp4"
info = Studio("xiaochen", Path(sys.argv[2]), Path(sys.argv[3])).film([take], path, {}, die)
print(info.segments_made)
"""


def test_a_killed_process_is_no_harm_to_the_next(fonts, cache):
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", textwrap.dedent(KILLED), root, str(fonts), str(cache)]
    killed = subprocess.run([*command, "die"], check=False, capture_output=True, timeout=WAIT_S)
    assert killed.returncode == -signal.SIGKILL
    assert not (cache / "out" / "film.mp4").exists()
    after = subprocess.run([*command, "live"], check=True, capture_output=True, text=True, timeout=WAIT_S)
    assert after.stdout.strip() == "1"
    assert not list((cache / "segments").rglob("*.part"))
    assert (cache / "out" / "film.mp4").stat().st_size > 10_000


def test_a_still_shows_the_cards_and_no_blink(studio, tmp_path):
    studio.still(takes()[1], tmp_path / "still.png", FRAME)
    picture = cv2.imread(str(tmp_path / "still.png"))
    assert picture.shape == (720, 1280, 3)
    assert picture[130:300, 720:1200].max() > 200


def test_no_takes_no_film(studio, tmp_path):
    with pytest.raises(UserError, match="at least one take"):
        studio.film([], tmp_path / "film.mp4", {})


class Ranged(SimpleHTTPRequestHandler):
    """Serves one folder and answers Range, as seeking needs."""

    def do_GET(self):
        data = (Path(self.directory) / self.path.lstrip("/")).read_bytes()
        first, last = 0, len(data) - 1
        if wish := self.headers.get("Range"):
            start, end = wish.removeprefix("bytes=").split("-")
            first, last = int(start), int(end or last)
        self.send_response(206 if wish else 200)
        self.send_header("Content-Type", "video/mp4" if self.path.endswith("mp4") else "text/html")
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        self.wfile.write(data[first : last + 1])

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def served(made):
    folder = made[0].parent
    (folder / "page.html").write_text('<video id="v" src="film.mp4" muted></video>', encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranged, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/page.html"
    server.shutdown()
    thread.join()
    server.server_close()


SEEK = """async (patience) => {
  const v = document.getElementById('v');
  const once = (event) => new Promise((ok, no) => {
    v[`on${event}`] = ok;
    v.onerror = () => no(new Error(`no ${event}: ${v.error.message}`));
    setTimeout(() => no(new Error(`no ${event} within ${patience} s`)), patience * 1000);
  });
  if (v.readyState < 1) await once('loadedmetadata');
  const seen = [];
  for (const t of [2.5, 0.5, 1.5]) {
    v.currentTime = t;
    await once('seeked');
    seen.push(v.currentTime);
  }
  v.currentTime = 0.8;
  await once('seeked');
  v.playbackRate = 4;
  const ended = once('ended');
  await Promise.all([v.play(), ended]);
  return {duration: v.duration, width: v.videoWidth, seen, end: v.currentTime, error: v.error && v.error.message};
}"""


@pytest.mark.needs("chromium")
def test_chromium_plays_through_the_joins_and_seeks(served, made):
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=BROWSER, args=arguments)
        page = browser.new_page()
        page.goto(served)
        played = page.evaluate(SEEK, WAIT_S)
        browser.close()
    assert played["error"] is None
    assert played["width"] == 1280
    assert played["seen"] == pytest.approx([2.5, 0.5, 1.5])
    assert played["duration"] == pytest.approx(made[1].duration_s, abs=0.03)
    assert played["end"] == pytest.approx(played["duration"], abs=0.05)
