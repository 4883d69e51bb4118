import numpy as np
import pytest

from data.demo import rates
from data.demo.products import PAY_YEARS, PRODUCTS

REGULAR = [at for at, row in enumerate(PRODUCTS) if row[5]]


@pytest.mark.parametrize("worth", rates.WORTHS)
def test_every_product_on_sale_is_worth_something(worth):
    table = rates.table(worth)
    assert table.shape[0] == len(PRODUCTS)
    assert (table[np.ix_(REGULAR, list(PAY_YEARS))] > 0).all()
    assert (table[[at for at in range(len(PRODUCTS)) if at not in REGULAR], 1] > 0).all()
    assert table.max() <= 1


@pytest.mark.parametrize("worth", rates.WORTHS)
def test_longer_payment_is_worth_more(worth):
    assert (np.diff(rates.table(worth)[np.ix_(REGULAR, list(PAY_YEARS))], axis=1) >= 0).all()


def test_protection_earns_more_than_savings():
    at = {row[0]: number for number, row in enumerate(PRODUCTS)}
    for worth in ("commission", "value"):
        twenty = rates.table(worth)[:, 20]
        assert twenty[at["C01"]] > twenty[at["A01"]] > twenty[at["A03"]]


def test_worth_is_in_whole_cents():
    premium, product, years = np.array([1_000_100, 33_333]), np.array([6, 9]), np.array([10, 1])
    assert rates.cents("commission", premium, product, years).tolist() == [round(1_000_100 * 0.42 * 0.85), 8_333]
    assert rates.cents("standard", premium, product, years).dtype == np.int64


def test_the_mean_is_that_of_the_sales(drawn):
    issued = drawn.policies.take(drawn.case >= 0)
    for worth in rates.WORTHS:
        mean = rates.cents(worth, issued.premium, issued.product, issued.pay_years).mean()
        assert mean == pytest.approx(rates.mean_case(worth), rel=0.03)
