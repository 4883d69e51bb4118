"""The page of warnings: choose one, take it on, give it an owner and a day, and find it in the history."""

import pytest

pytestmark = pytest.mark.needs("chromium")


def test_a_warning_is_taken_on_given_away_and_closed(visit):
    branch = visit("branch", "/cases")
    branch.page.locator(".cases a", has_text="江城中支").click()
    branch.at("case=860101-fyp_regular-2026-06")
    branch.page.locator(".warning", has_text="落后 12.5").wait_for()
    branch.page.get_by_role("button", name="确认").click()
    branch.page.locator(".segments a.on", has_text="已确认 1").wait_for()
    branch.page.get_by_label("责任人").fill("李娜")
    branch.page.get_by_label("备注").fill("<b>已约陪访</b>")
    branch.page.get_by_role("button", name="保存").click()
    branch.page.locator(".history li", has_text="<b>已约陪访</b>").wait_for()
    branch.page.locator(".cases .who", has_text="李娜").wait_for()
    branch.page.get_by_role("button", name="关闭").click()
    branch.page.locator(".segments a.on", has_text="已关闭 1").wait_for()
    branch.page.get_by_role("button", name="重新打开").click()
    branch.page.locator(".segments a.on", has_text="待处置 2").wait_for()
    branch.picture("cases_pc")
    branch.clean()


def test_another_branch_is_not_in_the_list_and_its_case_does_not_open(visit):
    branch = visit("branch", "/cases?case=860301-visits-2026-06", "en-US", "phone")
    branch.page.locator(".segments a.on", has_text="Open").wait_for()
    branch.page.locator(".cases a.on", has_text="Jiangcheng Sub-branch").wait_for()
    assert not branch.heard("云岭")
    branch.picture("cases_phone")
    branch.clean()
