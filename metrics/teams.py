"""Team flags: departments without a sale in a period. Never summed over days; each department counts once in the tree.

Key department x period. Credit: the department itself, so that below it the count means nothing.
"""

import numpy as np
from numpy.typing import NDArray

from data.org import OrgTree
from metrics.rollup import Rollup, places

TEAM_LEVEL = "department"


def zero_departments(orgs: OrgTree, rollup: Rollup, fyp_regular: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """Per node: zero_depts, the departments in it without a net regular first-year premium, and depts_total.

    `fyp_regular` is the period's, rolled up, one entry a node. A department whose cancels outweigh its sales counts.
    """
    departments = places(orgs, orgs.at_level(TEAM_LEVEL))
    zero = (fyp_regular[departments] <= 0).astype(np.int64)
    return {
        "zero_depts": rollup.from_nodes(departments, zero),
        "depts_total": rollup.from_nodes(departments, np.ones_like(zero)),
    }
