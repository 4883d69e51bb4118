"""The rows of a list card: how many fit, how high they are, how large their letters."""

from dataclasses import dataclass

from avatar.board import LIST_FOOT, LIST_HEAD, ROW_LEAST, ROW_MOST
from avatar.types import ListCard

SIZES = (12.0, 20.0)  # smallest and largest letters
SHARE_OF_ROW = {True: 0.46, False: 0.37}  # size of the letters in a row with and without bars
LEADING = 1.28  # between the lines of a row, in sizes
AIR = 14.0  # above and below them, in pixels
BAR = (4.0, 8.0)  # lowest and highest bar
LINES = 3


@dataclass(frozen=True)
class Row:
    """One row from `y` down; `number` counts the rows of a list without bars."""

    text: str
    value: str
    share: float | None
    number: str
    y: float


@dataclass(frozen=True)
class Listing:
    """The rows as placed; height of one, size of its letters, lines of its text, height of its bar, in pixels."""

    rows: tuple[Row, ...]
    height: float
    size: float
    lines: int
    bar: float

    @property
    def barred(self) -> bool:
        return any(row.share for row in self.rows)


def place(card: ListCard, height: int) -> Listing:
    """A list on a card of that height; the rows that find no room are counted in the last one."""
    top = LIST_HEAD if card.title else LIST_FOOT
    room = height - top - LIST_FOOT
    count = max(1, min(len(card.rows), room // ROW_LEAST))
    each = min(room / count, float(ROW_MOST))
    barred = any(share is not None for *_, share in card.rows)
    rows = [_row(card, i, top + i * each, barred=barred) for i in range(min(count, len(card.rows)))]
    if len(card.rows) > count:
        rows[-1] = Row(f"… +{len(card.rows) - count + 1}", "", None, "", rows[-1].y)
    size = _between(SIZES, each * SHARE_OF_ROW[barred])
    lines = 1 if barred else max(1, min(LINES, int((each - AIR) / (size * LEADING))))
    return Listing(tuple(rows), each, size, lines, _between(BAR, each * 0.16))


def _row(card: ListCard, index: int, y: float, *, barred: bool) -> Row:
    text, value, share = card.rows[index]
    return Row(text, value, None if share is None else _between((0.0, 1.0), share), "" if barred else str(index + 1), y)


def _between(bounds: tuple[float, float], value: float) -> float:
    return min(max(value, bounds[0]), bounds[1])
