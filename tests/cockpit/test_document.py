import pytest

from cockpit import document, shell
from data.errors import UserError


@pytest.fixture
def opened(client, bearer):
    def opened(address: str) -> str:
        response = client.get(address, headers=bearer("branch"))
        assert response.status_code == 200
        assert response.headers["cache-control"] == "no-cache"
        return response.text

    return opened


@pytest.mark.parametrize("name", [*shell.NAMES, "", "nowhere"])
def test_every_page_begins_in_streamlits_document_with_our_style(opened, client, bearer, name):
    if name == "brief":
        assert client.get("/brief", headers=bearer("branch")).headers["location"] == "/"
        return
    page = opened(f"/{name}?indicator=visits")
    assert page.index("BACKEND_BASE_URL: location.origin") < page.index('<script type="module"')
    assert page.index(".stApp {") > page.index('<div id="root">')  # after Streamlit's own, which stands in the head


def test_files_are_not_pages(client, bearer):
    assert client.get("/favicon.png", headers=bearer("branch")).status_code == 404  # left to Streamlit


def test_a_streamlit_with_another_document_is_refused(tmp_path, monkeypatch):
    (tmp_path / "index.html").write_text("<html></html>")
    monkeypatch.setattr(document, "get_static_dir", lambda: str(tmp_path))
    with pytest.raises(UserError, match=r"index\.html"):
        document.html.__wrapped__()
