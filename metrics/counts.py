"""Counts: what engines counted, so that nothing is counted twice while its facts are the same."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from metrics.sums import Small, narrow
from metrics.window import Window

Ints = NDArray[np.int64]
Key = tuple[str, date, date]
WINDOWS = 64
"""So many windows are remembered: a snapshot's periods beside those it compares with, and the months of the trend."""


@dataclass(frozen=True, eq=False)
class Known:
    """The counts of one window by measure: one and the same object for as long as none of them is over."""

    counts: dict[str, Small] = field(default_factory=dict)


class Counts:
    """Counts of measures by window, each as narrow as it fits; the windows asked for longest ago are forgotten."""

    def __init__(self) -> None:
        self._windows: OrderedDict[Key, Known] = OrderedDict()

    def of(self, name: str, window: Window, count: Callable[[str, Window], Ints]) -> Small:
        """What `count` says of a measure in a window; it is asked only once."""
        known = self.known(window).counts
        if name not in known:
            known[name] = narrow(count(name, window))
        return known[name]

    def known(self, window: Window) -> Known:
        """What was counted in a window, and what will be."""
        key = window.period, window.first, window.last
        found = self._windows.setdefault(key, Known())
        self._windows.move_to_end(key)
        if len(self._windows) > WINDOWS:
            self._windows.popitem(last=False)
        return found

    def clear(self) -> None:
        self._windows.clear()

    def without(self, since: Mapping[str, date]) -> "Counts":
        """The same counts, but of each of these measures only those of windows that end before a day."""
        found = Counts()
        for key, known in self._windows.items():
            over = {name for name, day in since.items() if day <= key[-1]}
            kept = {name: values for name, values in known.counts.items() if name not in over}
            found._windows[key] = Known(kept) if over else known
        return found
