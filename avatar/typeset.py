"""Text for one picture: every line fitted to the width it has, shrunk first, then wrapped or cut."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from avatar.glyphs import Faces
from avatar.linebreak import Measure, atoms, breaks_words, clipped, fitting, halves, wrap

Anchor = Literal["start", "middle", "end"]

SHARES: dict[str, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}
SHRINK = 0.94  # one step smaller
UNIT_GAP = 0.12  # of the value's size
UNIT_LEAST = 11.0  # pixels: a smaller unit is not read
LEAST = 0.72  # of the wished size, before text is cut
ONE_LINE = 0.84  # of the wished size, before text takes a second line
NARROWER = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True)
class Run:
    """One line as it stands in the picture: left edge, baseline, width and size in pixels."""

    text: str
    x: float
    y: float
    width: float
    size: float


@dataclass
class Typesetter:
    """What templates call to set text; `runs` records every line that was set."""

    faces: Faces
    runs: list[Run] = field(default_factory=list)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        return self.faces.width(text, size, bold=bold)

    def widest(self, texts: Iterable[str], size: float, *, bold: bool = False) -> float:
        return max((self.width(text, size, bold=bold) for text in texts), default=0.0)

    def label(
        self, text: str, x: float, y: float, size: float, limit: float, *,
        fill: str, bold: bool = False, anchor: Anchor = "start", least: float = LEAST,
    ) -> str:  # fmt: skip
        """One line no wider than `limit`: shrunk to `least` of its size, then ended with an ellipsis."""
        size = self.fit(text, size, limit, bold=bold, least=least)
        return self._set(
            clipped(text, limit, self._measure(size, bold=bold)), x, y, size, fill, bold=bold, anchor=anchor
        )

    def block(
        self, text: str, x: float, y: float, size: float, limit: float, *,
        lines: int, leading: float, fill: str, bold: bool = False, anchor: Anchor = "start", centred: bool = False,
    ) -> str:  # fmt: skip
        """At most `lines` lines, `leading` sizes apart; y is the first baseline, or with `centred` that of one line."""
        size = self._fit_block(text, size, limit, lines, bold=bold)
        measure = self._measure(size, bold=bold)
        texts = _cut(_balanced(text, limit, measure), lines, limit, measure)
        y -= size * leading * (len(texts) - 1) / 2 if centred else 0
        return "".join(
            self._set(line, x, y + i * size * leading, size, fill, bold=bold, anchor=anchor)
            for i, line in enumerate(texts)
        )

    def pair(
        self,
        value: str,
        unit: str,
        x: float,
        y: float,
        size: float,
        limit: float,
        *,
        fill: str,
        quiet: str,
        ratio: float = 0.4,
    ) -> str:
        """A big value and its small unit on one line, shrunk together as far as it takes: a number is never cut."""
        size *= min(1.0, limit / max(self.pair_width(value, unit, size, ratio), 1.0))
        small = max(size * ratio, min(UNIT_LEAST, size))
        size *= min(1.0, (limit - self.width(unit, small)) / max(self.pair_width(value, "", size), 1.0))
        end = x + self.pair_width(value, "", size)
        return self._set(value, x, y, size, fill, bold=True) + self._set(unit, end, y, small, quiet)

    def pair_width(self, value: str, unit: str, size: float, ratio: float = 0.4) -> float:
        """How wide a value, the gap after it and its unit are."""
        return self.width(value, size, bold=True) + UNIT_GAP * size + self.width(unit, size * ratio)

    def fit(self, text: str, size: float, limit: float, *, bold: bool = False, least: float = LEAST) -> float:
        """The size, shrunk so that the line fits, but not under `least` of it."""
        natural = self.width(text, size, bold=bold)
        return size if natural <= limit else max(size * limit / natural, size * least)

    def common(
        self,
        texts: Iterable[str],
        size: float,
        limit: float,
        *,
        lines: int = 1,
        bold: bool = False,
        least: float = LEAST,
    ) -> float:
        """The one size at which all of several texts fit, so that the rows of a list look alike."""
        if lines > 1:
            return min((self._fit_block(text, size, limit, lines, bold=bold) for text in texts), default=size)
        return min((self.fit(text, size, limit, bold=bold, least=least) for text in texts), default=size)

    def _fit_block(self, text: str, size: float, limit: float, lines: int, *, bold: bool) -> float:
        """Rather one line a little smaller than a second line; then smaller until it fits."""
        natural, smallest = self.width(text, size, bold=bold), size * LEAST
        if size * min(1, limit / max(natural, 1)) >= size * ONE_LINE:
            return self.fit(text, size, limit, bold=bold)
        while size * SHRINK > smallest and not self._fits(text, limit, lines, self._measure(size, bold=bold)):
            size *= SHRINK
        return size

    def _fits(self, text: str, limit: float, lines: int, measure: Measure) -> bool:
        return len(wrap(text, limit, measure)) <= lines and not breaks_words(text, limit, measure)

    def _measure(self, size: float, *, bold: bool) -> Measure:
        return lambda text: self.faces.width(text, size, bold=bold)

    def _set(
        self, text: str, x: float, y: float, size: float, fill: str, *, bold: bool = False, anchor: Anchor = "start"
    ) -> str:
        if not text:
            return ""
        width = self.width(text, size, bold=bold)
        left = x - SHARES[anchor] * width
        self.runs.append(Run(text, left, y, width, size))
        outlines = self.faces.markup(text, left, y, size, bold=bold)
        return f'<g fill="{fill}">{outlines}</g>'


def _balanced(text: str, limit: float, measure: Measure) -> list[str]:
    """As few lines as fit, all about as long."""
    texts = wrap(text, limit, measure)
    if len(texts) == 2:  # noqa: PLR2004
        return list(halves(fitting(atoms(text), limit, measure), limit, measure)) or texts
    narrower = (
        wrap(text, limit * share, measure) for share in NARROWER if not breaks_words(text, limit * share, measure)
    )
    return next((lines for lines in narrower if len(lines) == len(texts)), texts)


def _cut(texts: list[str], lines: int, limit: float, measure: Measure) -> list[str]:
    if len(texts) <= lines:
        return texts
    rest = " ".join(texts[lines - 1 :]) if texts[lines - 1].isascii() else "".join(texts[lines - 1 :])
    return [*texts[: lines - 1], clipped(rest, limit, measure)]
