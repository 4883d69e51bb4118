"""What the core system may deliver, and which rule a broken row breaks."""

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        ("premium_due", {"due": date(2020, 1, 1)}, "dates_in_order"),
        ("policy", {"premium": 0}, "premium|min_exclusive"),
        ("policy", {"commission": -1}, "commission|min"),
        ("policy_change", {"kind": "forgotten"}, "kind|check__one_of"),
        ("premium_step", {"kind": "debited"}, "kind|check__one_of"),
        ("customer", {"segment": "e"}, "segment|check__one_of"),
    ],
)
def test_a_broken_row_names_its_rule(broken, table, change, rule):
    assert broken(table) == []
    assert broken(table, **change) == [rule]
