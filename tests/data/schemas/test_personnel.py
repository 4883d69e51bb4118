"""What the personnel system may deliver, and which rule a broken row breaks."""

import pytest


@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        ("career", {"rank": "king"}, "rank|check__one_of"),
        ("recruit_step", {"kind": "onboard", "agent_id": None}, "agent_once_on_board"),
        ("recruit_step", {"kind": "contact", "agent_id": 7}, "agent_once_on_board"),
        ("training", {"minutes": -1}, "minutes|min"),
        ("income", {"amount": -1}, "amount|min"),
        ("appraisal", {"result": "maybe"}, "result|check__one_of"),
    ],
)
def test_a_broken_row_names_its_rule(broken, table, change, rule):
    assert broken(table) == []
    assert broken(table, **change) == [rule]
