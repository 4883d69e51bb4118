import re
from pathlib import Path

import pytest
from streamlit.file_util import get_static_dir

from cockpit import document, shell
from data.errors import UserError

STATIC = Path(get_static_dir())


@pytest.fixture
def opened(client, bearer):
    def opened(address: str) -> str:
        response = client.get(address, headers=bearer("branch"))
        assert response.status_code == 200
        assert response.headers["cache-control"] == "no-cache"
        return response.text

    return opened


@pytest.fixture
def other_streamlit(tmp_path, monkeypatch):
    """A Streamlit whose document and pieces are named differently."""
    (tmp_path / "index.html").write_text("<title>Streamlit</title><body></body>")
    (tmp_path / "manifest.json").write_text("{}")
    monkeypatch.setattr(document, "get_static_dir", lambda: str(tmp_path))
    for kept in (document.html, document._manifest):
        kept.cache_clear()
    yield tmp_path
    for kept in (document.html, document._manifest):
        kept.cache_clear()


@pytest.mark.parametrize("name", [*shell.NAMES, "", "nowhere"])
def test_every_page_begins_in_streamlits_document_with_our_style(opened, client, bearer, name):
    if name == "brief":
        assert client.get("/brief", headers=bearer("branch")).headers["location"] == "/"
        return
    page = opened(f"/{name}?indicator=visits")
    assert '<div id="root">' in page
    assert page.index(".stApp {") > page.index('<div id="root">')  # after Streamlit's own, which stands in the head
    assert "BACKEND_BASE_URL: location.origin" in page


def test_files_are_not_pages(client, bearer):
    assert client.get("/favicon.png", headers=bearer("branch")).status_code == 404  # left to Streamlit


@pytest.mark.parametrize("drawn", [True, False])
def test_everything_that_is_fetched_ahead_is_there_and_once(drawn):
    files = re.findall(r'<link rel="modulepreload" crossorigin href="\./([^"]+)"', document.html(drawn=drawn))
    assert len(files) == len(set(files)) > 50
    assert all((STATIC / file).is_file() for file in files)
    assert any(Path(file).name.startswith("BidiComponent.") for file in files)


@pytest.mark.parametrize(
    ("address", "drawn"),
    [("/overview", True), ("/drill?org=8601", True), ("/funnels", True), ("/overview?show=all", False), ("/", False)],
)
def test_the_code_of_charts_loads_ahead_where_charts_are(opened, address, drawn):
    page = opened(address)
    assert ('import("./static/js/PlotlyChart.' in page) == drawn
    assert ("PlotlyChart." in page) == drawn


@pytest.mark.usefixtures("other_streamlit")
def test_a_streamlit_without_the_pieces_is_refused():
    with pytest.raises(UserError, match="BidiComponent"):
        document.html(drawn=False)


def test_a_streamlit_with_another_document_is_refused(other_streamlit):
    (other_streamlit / "index.html").write_text("<html></html>")
    with pytest.raises(UserError, match=r"index\.html"):
        document.html(drawn=False)
