import pytest


@pytest.mark.parametrize(
    "path", ["/", "/overview", "/drill", "/_stcore/upload_file/x", "/media/abc.png", "/signinx/../overview"]
)
def test_pages_lead_to_the_sign_in(client, path):
    response = client.get(path)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/signin")


def test_the_wanted_address_is_kept(client):
    location = client.get("/drill?org=8601&period=mtd").headers["location"]
    assert location == "/signin?next=/drill%3Forg%3D8601%26period%3Dmtd"


def test_every_answer_forbids_foreign_content(client):
    headers = client.get("/signin").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_signed_in_user_passes(client, bearer):
    assert client.get("/overview", headers=bearer("unit")).status_code == 200
