"""Counts: what engines counted, so that nothing is counted twice while its facts are the same."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from metrics.sums import Small, narrow
from metrics.window import Window

Ints = NDArray[np.int64]
Key = tuple[str, date, date]
WINDOWS = 64
"""So many windows are remembered: a snapshot's periods beside those it compares with, and the months of the trend."""


class Counts:
    """Counts of measures by window, each as narrow as it fits; the windows asked for longest ago are forgotten."""

    def __init__(self) -> None:
        self._windows: OrderedDict[Key, dict[str, Small]] = OrderedDict()

    def of(self, name: str, window: Window, count: Callable[[str, Window], Ints]) -> Small:
        """What `count` says of a measure in a window; it is asked only once."""
        key = window.period, window.first, window.last
        known = self._windows.setdefault(key, {})
        self._windows.move_to_end(key)
        if name not in known:
            known[name] = narrow(count(name, window))
        if len(self._windows) > WINDOWS:
            self._windows.popitem(last=False)
        return known[name]

    def clear(self) -> None:
        self._windows.clear()

    def without(self, since: Mapping[str, date]) -> "Counts":
        """The same counts, but of each of these measures only those of windows that end before a day."""
        found = Counts()
        for (period, first, last), known in self._windows.items():
            kept = {name: values for name, values in known.items() if name not in since or last < since[name]}
            found._windows[period, first, last] = kept
        return found
