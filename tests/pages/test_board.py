import pytest

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def board(visit):
    """The board in its page, once it holds what it shows; `told` gets whatever is sent to Streamlit from then on."""

    def of(user, address="/board", lang="zh-CN", size="pc"):
        def note(frame):
            shown.told.append(frame)

        def listen(socket):
            if "_stcore" in socket.url:
                socket.on("framesent", note)

        shown = visit(user, "/", lang, size)
        shown.told = []
        shown.page.on("websocket", listen)
        shown.open(address)
        shown.page.locator(".months .column").first.wait_for()
        shown.page.wait_for_timeout(1000)
        shown.told.clear()
        return shown

    return of


@pytest.mark.parametrize(("lang", "size"), [("zh-CN", "pc"), ("en-US", "phone")])
def test_a_drill_runs_no_page(board, lang, size):
    branch = board("branch", lang=lang, size=size)
    for org in ("860101", "86010102"):
        branch.bar(org).click()
        branch.page.locator(f".crumbs .on[data-org='{org}']").wait_for()
        branch.at(f"org={org}&")
    branch.page.go_back()
    branch.page.locator(".crumbs .on[data-org='860101']").wait_for()
    assert branch.told == []
    branch.picture(f"board_{lang[:2]}_{size}")
    branch.clean()


def test_the_other_pages_begin_where_the_board_is(board):
    branch = board("branch")
    branch.bar("860102").click()
    branch.page.locator("[data-period=qtd]").first.click()
    branch.at("org=860102", "period=qtd")
    branch.page.locator("nav a", has_text="下钻").click()
    branch.at("/drill?", "org=860102", "period=qtd")
    branch.page.locator("nav a", has_text="看板").click()
    branch.page.locator(".crumbs .on[data-org='860102']").wait_for()
    branch.page.locator("[data-period=qtd].on").wait_for()
    branch.clean()
