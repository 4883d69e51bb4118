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
class Mark:
    """Stands for the counts of a window: the same one for as long as none of them is over.

    `over` are the measures whose counts were over when it took the place of the mark that is known by `place`.
    """

    over: frozenset[str] = frozenset()
    place: object = None
    own: object = field(default_factory=object)

    def since(self, before: object) -> frozenset[str] | None:
        """The measures that were counted anew since there was another mark; None: perhaps all."""
        if before is self:
            return frozenset()
        return self.over if isinstance(before, Mark) and self.place is before.own else None


@dataclass(frozen=True)
class Known:
    """The counts of one window by measure, and what stands for them."""

    counts: dict[str, Small] = field(default_factory=dict)
    mark: Mark = field(default_factory=Mark)

    def without(self, names: frozenset[str]) -> "Known":
        """The counts of the other measures."""
        if not names:
            return self
        kept = {name: values for name, values in self.counts.items() if name not in names}
        return Known(kept, Mark(names, self.mark.own))


class Counts:
    """Counts of measures by window, each as narrow as it fits; the windows asked for longest ago are forgotten."""

    def __init__(self) -> None:
        self._windows: OrderedDict[Key, Known] = OrderedDict()

    def of(self, name: str, window: Window, count: Callable[[str, Window], Ints]) -> Small:
        """What `count` says of a measure in a window; it is asked only once."""
        known = self._known(window).counts
        if name not in known:
            known[name] = narrow(count(name, window))
        return known[name]

    def mark(self, window: Window) -> Mark:
        """What stands for all counts of a window."""
        return self._known(window).mark

    def _known(self, window: Window) -> Known:
        key = window.period, window.first, window.last
        found = self._windows.get(key) or self._windows.setdefault(key, Known())
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
            found._windows[key] = known.without(frozenset(name for name, day in since.items() if day <= key[-1]))
        return found
