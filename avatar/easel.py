"""From a template in art/ to a sprite: Jinja2 writes the SVG, resvg draws it once, the disk keeps it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2
import jinja2
import numpy as np
import resvg_py

from avatar.files import written
from avatar.glyphs import Faces
from avatar.presenters import ART, Presenter
from avatar.sprites import Pixels, Sprite, from_bgra
from avatar.typeset import Run, Typesetter

Box = tuple[int, int, int, int]
Params = Mapping[str, float]

# The box of every presenter layer in rig units: the eyes are on y=0, the nose on x=0, the chin at y=134.
BOXES: dict[str, Box] = {
    "hair_back": (-134, -164, 134, 206),
    "torso": (-300, 60, 300, 540),
    "face": (-112, -138, 112, 160),
    "eye": (-40, -34, 40, 32),
    "brow": (-36, -16, 36, 16),
    "nose": (-36, -28, 36, 76),
    "glasses": (-92, -30, 92, 32),
    "mouth": (-62, -42, 62, 58),
    "hair_front": (-136, -174, 136, 212),
}
NO_PARAMS: Params = {}


def _number(value: Any) -> Any:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


@cache
def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ART),
        finalize=_number,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        autoescape=False,  # noqa: S701  # the SVG holds outlines and numbers, never a text from outside
    )
    env.globals.update(lerp=lambda a, b, t: a + (b - a) * t, clamp=lambda v, low, high: float(min(max(v, low), high)))
    return env


@cache
def art_version() -> str:
    """A digest of every drawing, every line of this room and the renderers: a change of any draws anew."""
    room = Path(__file__).parent
    files = sorted([*ART.rglob("*.j2"), *ART.rglob("*.toml"), *room.glob("*.py")])
    parts = [f"{path.relative_to(room)}\0{path.read_text(encoding='utf-8')}" for path in files]
    parts += [f"{name} {version(name)}" for name in ("resvg_py", "opencv-python-headless")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def layer_svg(presenter: Presenter, layer: str, params: Params = NO_PARAMS, uid: str = "") -> str:
    """The SVG of one layer, its ids beginning with `uid`; the presenter's own template wins over the shared one."""
    template = _environment().select_template([f"{presenter.key}/{layer}.svg.j2", f"{layer}.svg.j2"])
    return template.render(uid=uid or layer, box=BOXES[layer], c=presenter.colours, shape=presenter.shape, p=params)


def png(svg: str) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))


def decoded(data: bytes) -> Pixels:
    """PNG to straight-alpha BGRA."""
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED), np.uint8)


@dataclass
class Easel:
    """Draws sprites; those of the presenter and the studio are kept in `folder`, by the digest of what they show."""

    presenter: Presenter
    faces: Faces
    folder: Path
    drawn: int = 0

    def __post_init__(self) -> None:
        self._sprites: dict[tuple[str, tuple[float, ...]], Sprite] = {}

    def layer(self, layer: str, **params: float) -> Sprite:
        """A layer of the presenter in rig units, from memory, disk or, once, the template."""
        key = (layer, tuple(params.values()))
        if key not in self._sprites:
            data = self._kept(
                f"{self.presenter.key} {layer} {params}", lambda: layer_svg(self.presenter, layer, params)
            )
            self._sprites[key] = from_bgra(decoded(data), *BOXES[layer][:2])
        return self._sprites[key]

    def scenery(self, template: str) -> Pixels:
        """A part of the studio without words, straight-alpha BGRA, (720, 1280, 4)."""
        return decoded(self._kept(template, lambda: self.graphic_svg(template)[0]))

    def graphic(self, template: str, x: int = 0, y: int = 0, **params: Any) -> Sprite:
        """A card or a caption with its corner at x, y; not kept, for its words seldom come again."""
        self.drawn += 1
        return from_bgra(decoded(png(self.graphic_svg(template, **params)[0])), x, y)

    def graphic_svg(self, template: str, **params: Any) -> tuple[str, list[Run]]:
        """The SVG of a card and every line of text on it."""
        setter = Typesetter(self.faces)
        svg = _environment().get_template(f"{template}.svg.j2").render(type=setter, **params)
        return svg, setter.runs

    def _kept(self, what: str, svg: Any) -> bytes:
        digest = hashlib.sha256(f"{art_version()} {what}".encode()).hexdigest()
        path = self.folder / digest[:2] / f"{digest}.png"
        if path.is_file():
            return path.read_bytes()
        self.drawn += 1
        data = png(svg())
        written(path, data)
        return data
