"""Whether a rate stands on enough cases to be judged: of two cases the next one decides, and that is chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics import formulas
from metrics.catalogue import Catalogue, Indicator
from metrics.measures import MEASURES, split

Floats = NDArray[np.float64]
WITHOUT_A_MISS = 1.0


@dataclass(frozen=True)
class Cases:
    """The smallest denominators that a judgement of the catalogue's rates stands on."""

    catalogue: Catalogue

    def enough(self, name: str, denominators: Floats | None) -> NDArray[np.bool_] | None:
        """Where, a node each, there are cases enough; None where that is no question.

        It is none where nothing is divided, and where no miss is allowed: there the first one is no chance.
        """
        least = self.least(self.catalogue[name])
        return None if least is None or denominators is None else np.asarray(denominators >= least)

    def least(self, indicator: Indicator) -> float | None:
        """The least denominator that counts, in yuan where it is premium."""
        if indicator.denominator is None or indicator.healthy == WITHOUT_A_MISS:
            return None
        return self.catalogue.least.premium if self.paid(indicator) else self.catalogue.least.cases

    def paid(self, indicator: Indicator) -> bool:
        """Whether the denominator is premium."""
        below = formulas.names(self.catalogue.expanded(indicator.denominator or "0"))
        return any(MEASURES[split(measure)[0]].money for measure in below)
