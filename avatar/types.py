"""What the studio takes: speech, cards and shots. No other room's words appear here."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

RATE = 48_000  # samples a second of all sound
FPS = 25  # pictures a second of all films
WIDTH, HEIGHT = 1280, 720


@dataclass(frozen=True)
class Word:
    """A spoken word and its time in seconds from the start of the sentence."""

    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Viseme:
    """A mouth shape and its time: sil, PP, FF, TH, DD, kk, CH, SS, nn, RR, aa, E, ih, oh or ou."""

    shape: str
    start: float
    end: float


@dataclass(frozen=True, eq=False)
class Speech:
    """One spoken sentence: `pcm` is int16 mono at RATE, shape (samples,)."""

    pcm: npt.NDArray[np.int16]
    words: tuple[Word, ...]
    visemes: tuple[Viseme, ...]

    @property
    def seconds(self) -> float:
        return len(self.pcm) / RATE


@dataclass(frozen=True)
class Figure:
    """A small card: a label, a big value with its unit, and a short note coloured by tone."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    tone: str = "plain"  # plain, good, watch, risk, grey


@dataclass(frozen=True)
class Line:
    """A curve over equal steps; None leaves a gap (the future)."""

    label: str
    values: tuple[float | None, ...]
    style: str = "solid"  # solid (coloured by tone, filled) or dashed (quiet)


@dataclass(frozen=True)
class ChartCard:
    """The large card: headline figure, pill, side note, and a chart of one or two lines below."""

    title: str
    scope: str
    value: str
    unit: str
    pill: str
    tone: str
    note: str = ""
    subnote: str = ""
    lines: tuple[Line, ...] = ()
    ticks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListCard:
    """A titled list; each row is a text, a value, and an optional share (0..1) that draws a bar."""

    title: str
    rows: tuple[tuple[str, str, float | None], ...]
    tone: str = "plain"


@dataclass(frozen=True)
class Shot:
    """What is on the screen beside the presenter while one sentence is spoken."""

    title: str = ""
    subtitle: str = ""
    chart: ChartCard | None = None
    figures: tuple[Figure, ...] = ()
    listing: ListCard | None = None
    glance: bool = True  # the presenter looks at the card as it appears


@dataclass(frozen=True)
class Frame:
    """What stays the same for a whole film: the nameplate, the date line, the notice of the voice."""

    name: str
    role: str
    ticker: str = ""


@dataclass(frozen=True, eq=False)
class Take:
    """One sentence as it is filmed."""

    speech: Speech
    shot: Shot
    caption: str
    chapter: str = ""


@dataclass(frozen=True)
class FilmInfo:
    """What was made; `starts` are the seconds at which the speech of each take begins, for captions and transcript."""

    duration_s: float
    starts: tuple[float, ...] = field(default=())
    segments_made: int = 0
    segments_reused: int = 0
