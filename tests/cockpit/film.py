"""A short real film with captions and a script, as the desk would leave it."""

import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

SECONDS, FPS = 6, 10
SIZE = (320, 180)
SENTENCES = {
    "zh": ("早上好，今天是 6 月 17 日。", "期交保费 822 万元，计划达成 38.0%。", "江城中支达成 29.5%。"),
    "en": ("Good morning, it is 17 June.", "Premium is 8.22 million yuan, 38.0% of plan.", "Jiangcheng is at 29.5%."),
}
REFS = (
    (("calendar", None, None),),
    (("cell", "fyp_regular", ""), ("derived", "fyp_target_rate", "")),
    (("warning", "fyp_regular", "01"),),
)
NUMBERS = {
    "zh": (("6 月 17 日",), ("822 万元", "38.0%"), ("29.5%",)),
    "en": (("17 June",), ("8.22 million yuan", "38.0%"), ("29.5%",)),
}
STEP_S = 2


def make_edition(folder: Path, org: str, lang: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    make_film(folder / "film.mp4")
    head = {"org": org, "date": "2026-06-17", "lang": lang, "snapshot": "20260617-1"}
    sentences = [_sentence(org, lang, at) for at in range(len(REFS))]
    _write(folder / "script.json", {**head, "sentences": sentences})
    captions = [
        f"00:00:0{STEP_S * at}.000 --> 00:00:0{STEP_S * at + 2}.000\n{s['text']}" for at, s in enumerate(sentences)
    ]
    (folder / f"captions.{lang}.vtt").write_text("WEBVTT\n\n" + "\n\n".join(captions) + "\n", "utf-8")
    voice = {"engine": "espeak-ng", "name": "cmn"}
    made = {**head, "voice": voice, "renderer": "svg", "duration_s": 6.0, "made_at": "2026-06-17T06:31:00", "notes": []}
    _write(folder / "edition.json", made)


def make_film(path: Path) -> None:
    """A few seconds of a moving shade, H.264, without sound."""
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height = SIZE
        stream.pix_fmt, stream.time_base = "yuv420p", Fraction(1, FPS)
        for at in range(SECONDS * FPS):
            picture = np.full((SIZE[1], SIZE[0], 3), 40 + at, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())


def _sentence(org: str, lang: str, at: int) -> dict:
    text, refs = SENTENCES[lang][at], []
    for number, (kind, indicator, below) in zip(NUMBERS[lang][at], REFS[at], strict=True):
        place = {"org": indicator and f"{org}{below}", "indicator": indicator, "period": indicator and "mtd"}
        refs.append({"text": number, "kind": kind, "value": 1, **place, "formula": None, "start": text.index(number)})
    return {"id": f"s{at}", "text": text, "refs": refs, "chapter": ("opening", "headline", "warnings")[at]}


def _write(path: Path, record: dict) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
