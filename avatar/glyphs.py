"""The letters as outlines: Noto Sans SC in two weights, and drawn signs for what its subset lacks.

Drawn from outlines, text needs no font lookup in the renderer, and its measured width is its width.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from data.errors import UserError

EM = 1000
WEIGHTS = {False: 400, True: 700}
SUBSETS = ("chinese-simplified", "102")
PROOF = "经"  # a face without it is not the Chinese one


@dataclass(frozen=True)
class Glyph:
    """`advance` in thousandths of the size; `outline` is SVG path data, y upwards."""

    advance: int
    outline: str


# Arrows and signs that the two subsets lack, on the same em, baseline at 0.
SIGNS = {
    "▲": Glyph(860, "M80 20L430 700L780 20Z"),
    "▼": Glyph(860, "M80 700L430 20L780 700Z"),
    "→": Glyph(1000, "M90 335H720L520 135L575 80L870 375L575 670L520 615L720 415H90Z"),
    "←": Glyph(1000, "M910 335H280L480 135L425 80L130 375L425 670L480 615L280 415H910Z"),
    "↑": Glyph(760, "M340 -40V590L140 390L85 445L380 740L675 445L620 390L420 590V-40Z"),
    "↓": Glyph(760, "M340 740V110L140 310L85 255L380 -40L675 255L620 310L420 110V740Z"),
    "↗": Glyph(860, "M120 60L600 540H300V620H740V180H660V480L180 0Z"),
    "↘": Glyph(860, "M120 660L600 180H300V100H740V540H660V240L180 720Z"),
    "≤": Glyph(700, "M600 90L100 300V370L600 580V495L190 335L600 175ZM100 0V-75H600V0Z"),
    "≥": Glyph(700, "M100 90L600 300V370L100 580V495L510 335L100 175ZM100 0V-75H600V0Z"),
    "≈": Glyph(
        700,
        "M80 400Q200 540 350 450T620 480L620 400Q500 290 350 380T80 320ZM80 180Q200 320 350 230T620 260L620 180"
        "Q500 70 350 160T80 100Z",
    ),
    "●": Glyph(860, "M430 690A310 310 0 1 0 430 70A310 310 0 1 0 430 690Z"),
    "■": Glyph(860, "M110 60H750V700H110Z"),
    "✓": Glyph(860, "M90 340L150 400L340 210L710 640L775 580L345 80Z"),
}
BOX = Glyph(1000, "M100 -40H900V760H100ZM160 20V700H840V20Z")  # a character that no subset holds


def _read(folder: Path, subset: str, weight: int) -> bytes:
    path = folder / f"NotoSansSC-{subset}-{weight}.ttf"
    if not path.is_file():
        raise UserError(
            str(path), "this font file is missing", "Run `make setup`, or `python -m avatar.fonts PACKAGE_DIR`."
        )
    return path.read_bytes()


class Face:
    """One weight, given as the bytes of its subsets; every glyph is read once, by one thread at a time."""

    def __init__(self, files: Sequence[bytes]) -> None:
        fonts = [TTFont(BytesIO(data), lazy=True) for data in files]
        self._maps: list[dict[int, str]] = [font.getBestCmap() for font in fonts]
        self._sets: list[Any] = [font.getGlyphSet() for font in fonts]
        self._glyphs: dict[str, Glyph] = dict(SIGNS)
        self._lock = Lock()

    def __contains__(self, char: str) -> bool:
        return any(ord(char) in names for names in self._maps)

    def __getitem__(self, char: str) -> Glyph:
        if char not in self._glyphs:
            with self._lock:
                self._glyphs[char] = self._drawn(" " if char.isspace() else char)
        return self._glyphs[char]

    def _drawn(self, char: str) -> Glyph:
        for names, glyphs in zip(self._maps, self._sets, strict=True):
            if name := names.get(ord(char)):
                pen = SVGPathPen(glyphs, ntos=lambda value: str(round(value)))
                glyphs[name].draw(pen)
                return Glyph(round(glyphs[name].width), pen.getCommands())
        return BOX if char.isprintable() else Glyph(0, "")


class Faces:
    """Both weights of a folder of fonts; raises UserError where a file is missing or holds no Chinese."""

    def __init__(self, folder: Path) -> None:
        files = {bold: [_read(folder, subset, weight) for subset in SUBSETS] for bold, weight in WEIGHTS.items()}
        self._faces = {bold: Face(subsets) for bold, subsets in files.items()}
        self.digest = hashlib.sha256(b"".join(data for subsets in files.values() for data in subsets)).hexdigest()
        if PROOF not in self._faces[False]:
            raise UserError(str(folder), f"the font has no Chinese ({PROOF})", "Run `make setup` again.")

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """The advance width of one line in pixels."""
        face = self._faces[bold]
        return sum(face[char].advance for char in text) * size / EM

    def markup(self, text: str, x: float, y: float, size: float, *, bold: bool = False) -> str:
        """The outlines of one line as an SVG group, its baseline starting at x, y."""
        face, at, paths = self._faces[bold], 0, []
        for char in text:
            glyph = face[char]
            if glyph.outline:
                paths.append(f'<path transform="translate({at})" d="{glyph.outline}"/>')
            at += glyph.advance
        scale = size / EM
        return f'<g transform="translate({x:.2f} {y:.2f}) scale({scale:.5f} {-scale:.5f})">{"".join(paths)}</g>'
