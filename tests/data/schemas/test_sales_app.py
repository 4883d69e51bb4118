"""What the sales app may deliver, and which rule a broken row breaks."""

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        ("event", {"kind": "visit", "customer_id": None}, "customer_named"),
        ("event", {"day": date(2026, 6, 15)}, "day_of_time"),
        ("event", {"mode": "letter"}, "mode|check__one_of"),
        ("agent_day", {"needs": -1}, "needs|min"),
        ("review_step", {"kind": "lost"}, "kind|check__one_of"),
        ("wecom", {"agent_id": 0}, "agent_id|min"),
    ],
)
def test_a_broken_row_names_its_rule(broken, table, change, rule):
    assert broken(table) == []
    assert broken(table, **change) == [rule]
