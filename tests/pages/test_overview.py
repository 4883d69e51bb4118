import pytest

pytestmark = pytest.mark.needs("chromium")


@pytest.mark.parametrize(
    ("lang", "size", "title", "tile"),
    [("zh-CN", "pc", "江城分公司", "首年期交保费"), ("en-US", "phone", "Jiangcheng Branch", "Regular first-year")],
)
def test_the_page_fits_and_speaks_the_browsers_language(visit, lang, size, title, tile):
    branch = visit("branch", "/overview", lang, size)
    branch.heading(title)
    branch.page.locator(".tile .name", has_text=tile).first.wait_for()
    branch.page.locator(".js-plotly-plot .scatterlayer").first.wait_for()
    assert branch.page.locator(".tile").count() == 7
    branch.picture(f"overview_{lang[:2]}_{size}")
    branch.clean()


def test_a_tile_a_class_and_a_period_keep_the_page_and_a_row_drills(visit):
    branch = visit("branch", "/overview")
    branch.page.locator(".segments a", has_text="人力").click()
    branch.at("/overview?", "indicator=hc_end")
    branch.page.locator(".tile .cover[aria-label='举绩人力']").click()
    branch.at("indicator=hc_producing")
    branch.page.locator(".segments a", has_text="季").click()
    branch.at("indicator=hc_producing", "period=qtd", "org=8601")
    branch.page.locator(".segments a.on", has_text="季").wait_for()
    branch.page.locator(".ranking a", has_text="滨海中支").click()
    branch.at("/drill?", "org=860102", "indicator=hc_producing", "period=qtd")
    branch.heading("滨海中支")


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
