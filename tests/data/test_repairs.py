"""The quarantine judged again: mended rows come in once, redelivered ones leave, hopeless ones stay."""

import json

import pytest

from data.errors import UserError
from data.repairs import Repair, Repairs, replay


@pytest.fixture
def refused(desk):
    """Two refused changes in one file."""
    desk.deliver("policy_change", {"change_id": 1, "amount": -1}, {"change_id": 2, "amount": -5})
    desk.ingest()
    return desk


def rows(desk, table="quarantine"):
    return desk.tables.scan(table).collect()


def mend(desk, number, **values):
    row = next(row for row in rows(desk)["row"] if json.loads(row)["change_id"] in (number, str(number)))
    file = rows(desk)["file"][0]
    return Repair("policy_change", file, row, json.dumps({**json.loads(row), **values}, default=str))


def test_what_is_still_bad_stays_untouched(refused):
    before = rows(refused)
    report = replay(refused.tables)
    assert (report.taken, report.arrived, report.left) == (0, 0, 2)
    assert rows(refused).equals(before)


def test_a_mended_row_comes_in_once(refused):
    repair = mend(refused, 1, amount=800_000)
    report = replay(refused.tables, [repair])
    assert (report.taken, report.arrived, report.left) == (1, 0, 1)
    assert rows(refused, "policy_change")["change_id"].to_list() == [1]
    again = replay(refused.tables, [repair])
    assert (again.taken, again.left) == (0, 1)
    assert len(rows(refused, "policy_change")) == 1


def test_a_row_mended_badly_stays_with_its_new_text(refused):
    replay(refused.tables, [mend(refused, 1, amount=-9)])
    assert sorted(int(json.loads(row)["amount"]) for row in rows(refused)["row"]) == [-9, -5]


def test_what_was_delivered_again_leaves(refused):
    refused.deliver("policy_change", {"change_id": 2, "amount": 5}, file="2026-06-17-001")
    refused.ingest()
    report = replay(refused.tables)
    assert (report.taken, report.arrived, report.left) == (0, 1, 1)


def test_a_stop_between_the_two_commits_takes_no_row_twice(refused, monkeypatch):
    repair = mend(refused, 1, amount=800_000)
    with monkeypatch.context() as stop:
        stop.setattr(type(refused.tables), "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            replay(refused.tables, [repair])
    replay(refused.tables, [repair])
    assert len(rows(refused, "policy_change")) == 1
    assert len(rows(refused)) == 1


def test_lines_that_are_no_rows_stay(desk):
    desk.deliver_bytes("complaint", b"complaint_id,day,policy_id,agent_id,product_id,topic\n1,2026-06-16\n")
    desk.ingest()
    assert rows(desk)["rule"].to_list() == ["line|fields"]
    assert replay(desk.tables).left == 1


def test_orders_are_carried_out_once(refused, tmp_path):
    orders = Repairs(tmp_path / "repairs")
    assert orders.carry_out(refused.tables) is None
    orders.place()
    orders.place([mend(refused, 1, amount=800_000)])
    report = orders.carry_out(refused.tables)
    assert (report.taken, report.left) == (1, 1)
    assert orders.waiting() == []


def test_an_order_that_is_none_is_named(refused, tmp_path):
    orders = Repairs(tmp_path)
    (tmp_path / "x.json").write_text("[1]")
    with pytest.raises(UserError, match=r"x\.json"):
        orders.carry_out(refused.tables)
