"""The shelf: products, their shares of sales, their premiums."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import polars as pl

from data.demo import constants as c
from data.demo.columns import Bools, Floats, Ints
from data.demo.dice import Dice, pick

PRODUCTS = (
    # id, zh, en, line, design, regular, term, share of its kind
    ("L01", "安享终身寿险", "Anxiang Whole Life", "life", "ordinary", True, 99, 0.20),
    ("L02", "盈泰终身寿险（分红型）", "Yingtai Whole Life (participating)", "life", "participating", True, 99, 0.14),
    ("L03", "金玉两全保险", "Jinyu Endowment", "life", "participating", True, 20, 0.08),
    ("A01", "福禄年金保险", "Fulu Annuity", "annuity", "ordinary", True, 30, 0.14),
    ("A02", "颐养年金保险（分红型）", "Yiyang Annuity (participating)", "annuity", "participating", True, 30, 0.12),
    ("A03", "聚宝年金保险（万能型）", "Jubao Annuity (universal)", "annuity", "universal", True, 30, 0.08),
    ("C01", "康佑重大疾病保险", "Kangyou Critical Illness", "ci", "ordinary", True, 99, 0.16),
    ("C02", "康佑少儿重疾保险", "Kangyou Children's Critical Illness", "ci", "ordinary", True, 30, 0.08),
    ("M01", "安心百万医疗保险", "Anxin Medical", "medical", "ordinary", False, 1, 0.52),
    ("P01", "随行意外险", "Travel Accident", "accident", "ordinary", False, 1, 0.38),
    ("S01", "汇丰年趸交年金", "Huifeng Single-premium Annuity", "annuity", "ordinary", False, 10, 0.10),
)  # fmt: skip
# Those whose sale the regulator wants recorded: annuities, and whatever pays no fixed benefit.
RECORDED = frozenset(row[0] for row in PRODUCTS if row[3] == "annuity" or row[4] != "ordinary")
REGULAR_SHARES = tuple(row[7] for row in PRODUCTS if row[5])
SHORT_SHARES = tuple(row[7] for row in PRODUCTS if not row[5])
PAY_YEARS, PAY_SHARES = (3, 5, 10, 20), (0.22, 0.30, 0.28, 0.20)
_QUANTILES = np.array([NormalDist().inv_cdf((at + 0.5) / 4_096) for at in range(4_096)])


@dataclass(frozen=True)
class Shelf:
    """Premium laws by product number."""

    median: Floats
    sigma: Floats
    regular: Bools

    @classmethod
    def default(cls) -> "Shelf":
        laws = [_law(id_, regular=regular) for id_, *_, regular, _, _ in PRODUCTS]
        return cls(
            np.array([law[0] for law in laws]),
            np.array([law[1] for law in laws]),
            np.array([row[5] for row in PRODUCTS]),
        )

    def short(self, shares: tuple[float, ...], size: int, dice: Dice) -> Ints:
        """Product numbers of those without regular premium."""
        return pick(shares, size, dice) + np.int32(len(REGULAR_SHARES))

    def premium(self, product: Ints, luck: Floats, size: Floats) -> Ints:
        """Premiums in cents at the lognormal quantile `luck`, times `size`, rounded as premiums are."""
        normal = np.interp(luck * 4_096 - 0.5, np.arange(4_096), _QUANTILES)
        yuan = self.median[product] * np.exp(self.sigma[product] * normal) * size
        step = np.where(self.regular[product], 100, 20)
        steps = np.clip(np.round(yuan / step), 1, c.PREMIUM_CEILING / step)
        return np.asarray(steps * step * 100, np.int64)

    def pay_years(self, product: Ints, size: int, dice: Dice) -> Ints:
        years = np.array(PAY_YEARS, np.int32)[pick(PAY_SHARES, size, dice)]
        return np.where(self.regular[product], years, 1).astype(np.int32)


def _law(id_: str, *, regular: bool) -> tuple[float, float]:
    if regular:
        return c.PREMIUM_MEDIAN, c.PREMIUM_SIGMA
    return (c.SINGLE_MEDIAN, c.SINGLE_SIGMA) if id_.startswith("S") else (c.SHORT_MEDIAN, c.SHORT_SIGMA)


def mean_premium(product: int) -> float:
    """The mean premium in cents of a product, of an average seller."""
    shelf, numbers = Shelf.default(), np.full(4_096, product, np.int32)
    return float(shelf.premium(numbers, (np.arange(4_096) + 0.5) / 4_096, np.ones(4_096)).mean())


def catalogue() -> pl.DataFrame:
    """Table `product`."""
    names = ("product_id", "name_zh", "name_en", "line", "design", "regular", "term_years")
    frame = pl.DataFrame([row[:7] for row in PRODUCTS], schema=names, orient="row")
    return frame.with_columns(pl.col("term_years").cast(pl.Int16), recorded=pl.col("product_id").is_in(list(RECORDED)))
