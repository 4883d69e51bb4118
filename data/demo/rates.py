"""What a first year's premium is worth: standard premium, commission and new business value, as shares of it.

Assumptions of the demo insurer, in the order of size that life insurers' sales manuals and reports show: protection
earns more than savings, and long payment more than short.
"""

from typing import Literal

import numpy as np

from data.demo import constants as c
from data.demo.columns import Floats, Ints
from data.demo.products import PAY_SHARES, PAY_YEARS, PRODUCTS, REGULAR_SHARES, SHORT_SHARES, mean_premium

Worth = Literal["standard", "commission", "value"]
WORTHS: tuple[Worth, ...] = ("standard", "commission", "value")

# Shares of the first year's premium where it is paid for twenty years, or at once (the last three products).
COMMISSION = {"L01": 0.40, "L02": 0.32, "L03": 0.22, "A01": 0.24, "A02": 0.22, "A03": 0.15, "C01": 0.42, "C02": 0.40,
              "M01": 0.20, "P01": 0.25, "S01": 0.02}  # fmt: skip
VALUE = {"L01": 0.52, "L02": 0.38, "L03": 0.24, "A01": 0.30, "A02": 0.24, "A03": 0.16, "C01": 0.70, "C02": 0.64,
         "M01": 0.18, "P01": 0.30, "S01": 0.03}  # fmt: skip
STANDARD = {row[0]: 0.1 if row[0] == "S01" else 1.0 for row in PRODUCTS}
# What a shorter payment leaves of it.
BY_PAY_YEARS: dict[Worth, dict[int, float]] = {
    "standard": {1: 1.0, 3: 0.3, 5: 0.5, 10: 1.0, 20: 1.0},
    "commission": {1: 1.0, 3: 0.35, 5: 0.55, 10: 0.85, 20: 1.0},
    "value": {1: 1.0, 3: 0.30, 5: 0.50, 10: 0.80, 20: 1.0},
}
_BY_PRODUCT: dict[Worth, dict[str, float]] = {"standard": STANDARD, "commission": COMMISSION, "value": VALUE}


def table(worth: Worth) -> Floats:
    """The share by product number and pay years (0 to 20; nothing where that many are not on sale)."""
    years = np.zeros(max(BY_PAY_YEARS[worth]) + 1)
    years[list(BY_PAY_YEARS[worth])] = list(BY_PAY_YEARS[worth].values())
    return np.outer([_BY_PRODUCT[worth][row[0]] for row in PRODUCTS], years)


def cents(worth: Worth, premium: Ints, product: Ints, pay_years: Ints) -> Ints:
    """What each policy's first premium (in cents) is worth, in whole cents."""
    return np.round(premium * table(worth)[product, pay_years]).astype(np.int64)


def mean_case(worth: Worth) -> float:
    """What an average case's first premium is worth, in cents."""
    shares, by_product = table(worth), np.array([mean_premium(product) for product in range(len(PRODUCTS))])
    regular = np.array(REGULAR_SHARES) @ (shares[: len(REGULAR_SHARES), list(PAY_YEARS)] @ np.array(PAY_SHARES))
    short = np.array(SHORT_SHARES) @ (shares[len(REGULAR_SHARES) :, 1] * by_product[len(REGULAR_SHARES) :])
    return float(c.REGULAR_SHARE * regular * by_product[0] + (1 - c.REGULAR_SHARE) * short)
