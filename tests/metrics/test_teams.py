from tests.metrics.hand import ORGS, A, base, june, moves, policy


def test_a_department_without_net_sales_is_zero():
    changes = [{"change_id": 1, "policy_id": 1, "day": june(8), "kind": "freelook_cancel"}]
    book = base(movement=moves((1, june(1), "onboard", A)), policy=[policy(1, 1, june(5))], policy_change=changes)
    departments = len(ORGS.at_level("department"))
    before, after = book.sums("mtd", june(7)), book.sums("mtd", june(8))
    assert (before["zero_depts"][0], before["depts_total"][0]) == (departments - 1, departments)
    assert after["zero_depts"][0] == departments
    own = ORGS.index(A[:10])
    assert (before["zero_depts"][own], after["zero_depts"][own], before["depts_total"][own]) == (0, 1, 1)
    assert before["depts_total"][ORGS.index("860101")] == sum(
        one.startswith("860101") for one in ORGS.at_level("department")
    )
