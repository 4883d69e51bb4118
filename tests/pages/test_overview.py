import pytest

from metrics.catalogue import load

pytestmark = pytest.mark.needs("chromium")


def headlines(cls):
    known = [entry for entry in load() if entry.cls == cls]
    return [entry for entry in known if entry.headline] or known


@pytest.mark.parametrize(
    ("lang", "size", "title", "tile"),
    [("zh-CN", "pc", "江城分公司", "首年期交保费"), ("en-US", "phone", "Jiangcheng Branch", "Regular first-year")],
)
def test_the_page_fits_and_speaks_the_browsers_language(visit, lang, size, title, tile):
    branch = visit("branch", "/overview", lang, size)
    branch.heading(title)
    branch.page.locator(".tile .name", has_text=tile).first.wait_for()
    branch.page.locator(".js-plotly-plot .scatterlayer").first.wait_for()
    assert branch.page.locator(".tile").count() == len(headlines("performance"))
    branch.picture(f"overview_{lang[:2]}_{size}")
    branch.clean()


def test_a_tile_a_class_and_a_period_keep_the_page_and_a_row_drills(visit):
    first, second = headlines("workforce")[:2]
    branch = visit("branch", "/overview")
    branch.page.locator(".segments a", has_text="人力").click()
    branch.at("/overview?", f"indicator={first.id}&")
    branch.page.locator(f".tile .cover[aria-label='{second.name_zh}']").click()
    branch.at(f"indicator={second.id}&")
    branch.page.locator(".segments a", has_text="季").click()
    branch.at(f"indicator={second.id}&", "period=qtd", "org=8601")
    branch.page.locator(".segments a.on", has_text="季").wait_for()
    branch.page.locator(".ranking a[href*='period=qtd']", has_text="滨海中支").click()
    branch.at("/drill?", "org=860102", f"indicator={second.id}&", "period=qtd")
    branch.heading("滨海中支")


@pytest.mark.parametrize(("lang", "size", "all_"), [("zh-CN", "pc", "全部"), ("en-US", "phone", "All")])
def test_the_headlines_of_all_classes_are_a_link_away_and_keep_the_period(visit, lang, size, all_):
    branch = visit("branch", "/overview", lang, size)
    branch.page.locator(".segments a", has_text=all_).click()
    branch.at("/overview?", "org=8601", "show=all")
    branch.page.locator(".tile >> nth=20").wait_for()
    branch.page.locator(".segments a", has_text={"zh": "季", "en": "Quarter"}[lang[:2]]).click()
    branch.at("show=all", "period=qtd")
    branch.page.locator(".segments a.on >> nth=1").wait_for()
    assert branch.page.locator(".tile").count() == len([entry for entry in load() if entry.headline])
    branch.picture(f"overview_all_{lang[:2]}_{size}")
    branch.clean()


def test_a_name_that_looks_like_code_is_text(visit):
    branch = visit("branch", "/overview")
    branch.page.locator(".ranking a", has_text="onerror").wait_for()
    branch.page.locator(".map a", has_text="onerror").click()
    branch.heading("<img src=x")
    branch.clean()


def test_the_language_can_be_switched(visit):
    branch = visit("branch", "/overview")
    branch.page.locator(".bar a.pill").click()
    branch.heading("Jiangcheng Branch")
    branch.at("/overview?")
