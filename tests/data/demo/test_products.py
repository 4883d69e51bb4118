import numpy as np
import pytest

from data.demo import constants as c
from data.demo.products import PAY_SHARES, PRODUCTS, REGULAR_SHARES, SHORT_SHARES, Shelf


def test_shares_are_whole_and_names_are_unique() -> None:
    for shares in (REGULAR_SHARES, SHORT_SHARES, PAY_SHARES):
        assert sum(shares) == pytest.approx(1)
    for column in (0, 1, 2):
        assert len({row[column] for row in PRODUCTS}) == len(PRODUCTS)


def test_a_year_of_sales_weighs_twelve_months() -> None:
    assert sum(c.SALES) == pytest.approx(12)
    assert sum(c.SALES[:3]) / sum(c.SALES[:6]) == pytest.approx(0.769, abs=0.01)  # China Life, first quarter of a half


def test_premiums_are_round_and_rise_with_luck() -> None:
    shelf = Shelf.default()
    product = np.zeros(99, np.int32)
    premium = shelf.premium(product, np.linspace(0.01, 0.99, 99), np.ones(99))
    assert (premium % 10_000 == 0).all()
    assert (np.diff(premium) >= 0).all()
    assert premium[-1] <= c.PREMIUM_CEILING * 100
