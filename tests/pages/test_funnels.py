"""The page of funnels: a leak in words, down to the child that loses most, and from a stage to its indicator."""

import pytest

pytestmark = pytest.mark.needs("chromium")


def test_the_leak_is_found_below_and_a_stage_drills_to_its_indicator(visit):
    branch = visit("branch", "/funnels")
    branch.page.locator(".segments a.on", has_text="增员").wait_for()
    branch.page.locator(".js-plotly-plot text", has_text="36.7%").first.wait_for()
    row = branch.page.locator("tr", has_text="滨海中支")
    row.locator("td.low", has_text="10.0%").wait_for()
    branch.picture("funnels_pc")
    row.locator("a").click()
    branch.at("org=860102", "campaign=recruiting", "month=2026-05")
    branch.page.locator(".leaks", has_text="+64.0 件").wait_for()
    branch.page.locator("table a", has_text="面谈").first.click()
    branch.at("/drill", "indicator=rc_interview_rate")
    branch.heading("滨海中支")
    branch.clean()


def test_the_running_month_on_a_phone_says_that_its_windows_run(visit):
    branch = visit("branch", "/funnels?campaign=recruiting&month=2026-06", "en-US", "phone")
    branch.page.get_by_text("960 more whose windows still run are left out").wait_for()
    branch.page.locator(".segments a", has_text="All so far").click()
    branch.at("cohort=all", "month=2026-06")
    branch.page.get_by_text("The windows of 960 still run").wait_for()
    branch.page.locator("td", has_text="20.0%").first.wait_for()
    branch.picture("funnels_phone")
    branch.clean()


@pytest.mark.parametrize(("size", "lang", "exit_", "lost"), [
    ("pc", "zh-CN", "自动扣款", "流失"), ("phone", "en-US", "Automatic debit", "Lost"),
])  # fmt: skip
def test_who_left_on_the_side_is_said_at_every_stage(visit, size, lang, exit_, lost):
    branch = visit("branch", "/funnels?campaign=renewal", lang, size)
    branch.page.locator(".keys span", has_text=exit_).wait_for()
    sides = branch.page.locator(".sides")
    sides.filter(has_text=exit_).first.wait_for()
    assert sides.count() == 4
    assert all(lost in text for text in sides.all_inner_texts())
    branch.page.locator(".js-plotly-plot text", has_text="90.0%").first.wait_for()
    box = sides.first.locator(".pad").bounding_box()
    assert box["x"] + box["width"] <= branch.page.viewport_size["width"]
    branch.picture(f"funnels_sides_{size}")
    branch.clean()


@pytest.mark.parametrize(("size", "lang", "week", "carried"), [
    ("pc", "zh-CN", "第 2 周", "往月结转"), ("phone", "en-US", "Week 2", "Carried over"),
])  # fmt: skip
def test_the_course_is_drawn_by_day_and_told_by_week(visit, size, lang, week, carried):
    branch = visit("branch", "/funnels?campaign=renewal", lang, size)
    card = branch.page.locator(".st-key-card-funnel-course")
    card.locator(".js-plotly-plot .barlayer path").first.wait_for()
    table = branch.page.locator(".st-key-card-funnel-weeks")
    assert table.locator("tr", has_text=week).inner_text().count("2,160") == 1
    assert table.locator("tr", has_text=carried).count() == 1
    box = card.locator(".js-plotly-plot").bounding_box()
    assert box["x"] + box["width"] <= branch.page.viewport_size["width"]
    card.scroll_into_view_if_needed()
    branch.picture(f"funnels_course_{size}")
    branch.clean()


def test_another_branch_is_refused(visit):
    branch = visit("branch", "/funnels?org=8602")
    branch.page.locator("[data-refused], .blank").first.wait_for()
    assert not branch.heard("接触")


def test_headquarters_saves_a_new_version_after_the_check(visit, house):
    hq = visit("hq", "/funnels?campaign=recruiting")
    hq.page.get_by_text("修改活动").click()
    box = hq.page.get_by_label("活动定义（TOML）")
    text = box.input_value()
    assert "version = 2" in text
    for wrong, said in (("days = 9000", "number of days"), ("days = 45", "")):
        box.fill(text.replace("days = 30", wrong, 1))
        hq.page.get_by_role("button", name="检查并预览").click()
        hq.page.get_by_text(said or "没有进入者").first.wait_for()
    hq.picture("funnels_editor")
    hq.page.get_by_role("button", name="保存为第 2 版").click()
    hq.page.get_by_text("已保存，下次计算后生效").wait_for()
    assert "days = 45" in (house.home / "campaigns" / "recruiting-2.toml").read_text("utf-8")
    hq.clean()


def test_a_branch_has_no_editor(visit):
    branch = visit("branch", "/funnels")
    branch.page.locator(".js-plotly-plot text", has_text="36.7%").first.wait_for()
    assert branch.page.get_by_text("修改活动").count() == 0
