"""An edition on disk: whole or not at all, the same once made, as the contract has it."""

import errno
import gzip
import json
from datetime import date, datetime

import numpy as np
import pytest

from avatar.captions import Part
from avatar.live import Live
from avatar.types import FPS, RATE, FilmInfo
from briefing.broadcast import filmed_seconds
from briefing.edition import make_edition, make_live, prepare
from briefing.speech.speaker import Speaker
from data.calendar import WorkCalendar
from data.clock import Clock
from data.errors import UserError
from tests.briefing.voices import Voice

TODAY = date(2026, 6, 17)
FILES = {"film.mp4", "captions.zh.vtt", "script.json", "edition.json"}


class Camera:
    """Films nothing, and remembers what it was shown."""

    renderer = "drawn nobody, art 1"

    def __init__(self, failure=None):
        self.failure, self.films = failure, []

    def film(self, takes, path, metadata, progress, frame):
        path.write_bytes(b"film")
        progress(len(takes), len(takes))
        if self.failure:
            raise self.failure
        self.films.append((takes, metadata, frame))
        lengths = [filmed_seconds(take.speech) for take in takes]
        starts = tuple(sum(lengths[:at]) + 0.12 for at in range(len(lengths)))
        return FilmInfo(sum(lengths), starts, len(takes), 0)

    def live(self, takes, frame):
        lengths = [filmed_seconds(take.speech) for take in takes]
        starts = tuple(sum(lengths[:at]) + 0.12 for at in range(len(lengths)))
        frames = round(sum(lengths) * FPS)
        return Live({"frames": frames, "name": frame.name}, np.zeros(frames * RATE // FPS, np.int16), starts)

    def caption_parts(self, take):
        return (Part((take.caption,), 0.0, take.speech.seconds),)


@pytest.fixture
def make(snapshot, catalogue, tmp_path):
    def build(out=None, *, org="8601", lang="zh", taken=snapshot, camera=None, voices=(), live=False):
        speaker = Speaker(voices or [Voice()], tmp_path / "speech", Clock())
        clock = Clock(datetime(2026, 6, 17, 7))
        place = tmp_path / "out" if out is None else out
        parts = (WorkCalendar(), catalogue, speaker, camera or Camera())
        maker = prepare(taken, org, TODAY, lang, *parts)
        return make_live(maker, place, clock) if live else make_edition(maker, place, lambda _done, _total: None, clock)

    return build


def test_four_files_stand_in_the_folder(make):
    made = make()
    assert {path.name for path in made.folder.iterdir()} == FILES
    assert not list(made.folder.parent.glob("*.part"))


def test_the_description_is_as_the_contract_has_it(make):
    facts = json.loads((make().folder / "edition.json").read_text("utf-8"))
    expected = {"org": "8601", "date": "2026-06-17", "lang": "zh", "snapshot": "v1", "renderer": "drawn", "notes": []}
    assert {name: facts[name] for name in expected} == expected
    assert facts["voice"] == {"engine": "quiet", "name": "quiet-zh"}
    assert facts["made_at"] == "2026-06-17T07:00:00"
    assert facts["as_of"] == "2026-06-16"
    assert facts["chapters"][0] == {"title": "开场", "start": 0.12}
    assert [item["start"] for item in facts["sentences"]] == sorted(item["start"] for item in facts["sentences"])
    assert 60 <= facts["duration_s"] <= 90


def test_the_script_and_the_captions_say_the_same(make):
    folder = make(lang="en", voices=(Voice(a_minute=140),)).folder
    script = json.loads((folder / "script.json").read_text("utf-8"))
    captions = (folder / "captions.en.vtt").read_text("utf-8")
    assert captions.startswith("WEBVTT\n")
    for sentence in script["sentences"]:
        assert sentence["text"] in captions


def test_the_same_morning_is_not_filmed_twice(make):
    camera = Camera()
    first, second = make(camera=camera), make(camera=camera)
    assert (first.reused, second.reused) == (False, True)
    assert len(camera.films) == 1
    assert second.facts == first.facts


@pytest.mark.parametrize("change", ["snapshot", "voice", "film", "damage"])
def test_another_morning_is_filmed_again(make, make_snapshot, change):
    folder, other = make().folder, {}
    if change == "snapshot":
        other = {"taken": make_snapshot(healthy=True)}
    elif change == "voice":
        other = {"voices": (Voice("other"),)}
    elif change == "film":
        (folder / "film.mp4").unlink()
    else:
        (folder / "edition.json").write_text("{", "utf-8")
    assert not make(**other).reused
    assert {path.name for path in folder.iterdir()} == FILES


def test_what_else_lies_in_the_folder_stays(make, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep")
    made = make(tmp_path / "mine")
    assert {path.name for path in made.folder.iterdir()} == FILES | {"notes.txt"}


def test_a_failed_film_leaves_nothing_behind(make, tmp_path):
    with pytest.raises(RuntimeError):
        make(camera=Camera(RuntimeError("camera")))
    assert [path.name for path in tmp_path.iterdir()] == ["speech"]


def test_a_failed_film_leaves_the_last_edition_as_it_was(make, make_snapshot):
    folder = make().folder
    before = (folder / "edition.json").read_text("utf-8")
    with pytest.raises(RuntimeError):
        make(taken=make_snapshot(healthy=True), camera=Camera(RuntimeError("camera")))
    assert (folder / "edition.json").read_text("utf-8") == before


def test_a_full_disk_is_a_plain_message(make):
    full = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(UserError, match="No space left"):
        make(camera=Camera(full))


def test_an_unknown_org_is_a_plain_message(make):
    with pytest.raises(UserError, match="8699"):
        make(org="8699")


def test_a_voice_that_stood_in_is_noted(make):
    made = make(voices=(Voice("first", broken=True), Voice("second")))
    assert made.facts["voice"]["engine"] == "second"
    assert "first" in made.notes[0]


def test_missing_data_is_noted(make, make_snapshot):
    made = make(taken=make_snapshot(sources=({"source": "sales_app", "last_day": "2026-06-14"},)))
    assert made.notes == ("行销辅助系统的数据未齐",)


def test_markup_in_a_name_is_harmless_in_every_file(make, make_snapshot):
    evil = "</script><img src=x onerror=alert(1)>--> 江城"
    folder = make(taken=make_snapshot(rename={"860101": evil, "8601": evil})).folder
    for path in folder.glob("*.json"):
        assert "<" not in path.read_text("utf-8")
        json.loads(path.read_text("utf-8"))
    captions = (folder / "captions.zh.vtt").read_text("utf-8")
    assert "<" not in captions
    assert "&lt;/script&gt;" in captions


def test_every_take_has_its_chapter_and_a_frame(make):
    camera = Camera()
    make(camera=camera)
    takes, metadata, frame = camera.films[0]
    assert all(take.chapter for take in takes)
    assert metadata["voice"] == "quiet quiet-zh"
    assert "江北分公司" in frame.ticker
    assert "quiet" in frame.ticker


def test_a_live_edition_says_what_the_film_says_at_the_same_seconds(make, tmp_path):
    film, live = make(), make(tmp_path / "live", live=True)
    assert {path.name for path in live.folder.iterdir()} == {*FILES - {"film.mp4"}, "live.json.gz", "sound.webm"}
    for name in ("script.json", "captions.zh.vtt"):
        assert (live.folder / name).read_text("utf-8") == (film.folder / name).read_text("utf-8")
    assert live.facts == film.facts
    pictures = json.loads(gzip.decompress((live.folder / "live.json.gz").read_bytes()))
    assert pictures["frames"] / FPS == live.duration_s


def test_a_live_edition_is_made_once(make, tmp_path):
    assert not make(tmp_path / "live", live=True).reused
    assert make(tmp_path / "live", live=True).reused
    (tmp_path / "live" / "sound.webm").unlink()
    assert not make(tmp_path / "live", live=True).reused
