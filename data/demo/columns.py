"""Tables as records of arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.signedinteger[Any]]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Columns:
    """Equally long arrays: the same place in all of them is one row."""

    @classmethod
    def _names(cls) -> list[str]:
        return [field.name for field in fields(cls)]

    def take(self, rows: Ints | Bools) -> Self:
        """The rows at these places, or those that a mask keeps."""
        return type(self)(**{name: getattr(self, name)[rows] for name in self._names()})

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The parts one after another."""
        return cls(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in cls._names()})
