from datetime import date
from pathlib import Path

import pytest

from cockpit.orders import Order, Orders, morning_orders, parse_order
from data.errors import UserError

DAY = date(2026, 6, 17)


def test_an_order_is_kept_once_until_it_is_done(tmp_path: Path) -> None:
    orders = Orders(tmp_path / "requests")
    assert orders.open() == []
    for _ in range(2):
        orders.place(Order("8601", DAY, "en"))
    assert orders.open() == [Order("8601", DAY, "en")]
    orders.done(Order("8601", DAY, "en"))
    orders.done(Order("8601", DAY, "en"))
    assert orders.open() == []


def test_files_that_are_no_orders_are_passed_over(tmp_path: Path) -> None:
    for name in ("x.json", "8601-2026-06-17-fr.json", "8601-2026-06-17-zh.part"):
        (tmp_path / name).touch()
    assert Orders(tmp_path).open() == []


def test_headquarters_and_branch_come_first_in_both_languages() -> None:
    users = {"hq": "86", "branch": "8601", "sub_branch": "860101", "unit": "860101010101", "analyst": "86"}
    orders = morning_orders({"users": users}, DAY, "en")
    assert [(o.org, o.lang) for o in orders] == [
        ("86", "en"), ("86", "zh"), ("8601", "en"), ("8601", "zh"),
        ("860101", "en"), ("860101010101", "en"), ("860101", "zh"), ("860101010101", "zh"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words", [("../86", "2026-06-17", "zh"), ("86", "2026-06-31", "zh"), ("86", "2026-06-17", "fr")]
)
def test_a_malformed_order_is_refused(words: tuple[str, str, str]) -> None:
    with pytest.raises(UserError):
        parse_order(*words)
