import pytest

from cockpit.signin import inside
from cockpit.tries import LIMIT
from cockpit.users import DEMO_PASSWORD

ORIGIN = {"Origin": "http://cockpit.test"}


def sign_in(client, user="branch", password=DEMO_PASSWORD, **fields):
    return client.post("/signin", data={"user": user, "password": password, **fields}, headers=ORIGIN)


def test_the_page_speaks_the_browsers_language(client):
    assert "早上好" in client.get("/signin", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).text
    assert "Good morning" in client.get("/signin", headers={"Accept-Language": "en-GB"}).text
    assert "Good morning" in client.get("/signin", headers={"Accept-Language": "fr,en;q=0.4,zh;q=0.2"}).text


def test_the_demo_users_are_shown(client):
    page = client.get("/signin").text
    for name in ("hq", "branch", "sub_branch", "district", "department", "unit", "analyst"):
        assert f'data-user="{name}"' in page


def test_a_right_password_sets_a_safe_cookie_and_goes_on(client):
    response = sign_in(client, next="/drill?org=8601")
    assert (response.status_code, response.headers["location"]) == (303, "/drill?org=8601")
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert client.get("/api/value?org=8601&indicator=visits").status_code == 200


@pytest.mark.parametrize(
    ("user", "password"), [("branch", "x"), ("nobody", "demo"), ("", ""), ("branch", "demo" * 999)]
)
def test_a_wrong_password_is_told_plainly(client, user, password):
    response = sign_in(client, user, password)
    assert response.status_code == 401
    assert 'role="alert"' in response.text
    assert "set-cookie" not in response.headers


def test_guessing_is_stopped(client):
    for _ in range(LIMIT):
        assert sign_in(client, password="guess").status_code == 401
    assert sign_in(client).status_code == 429
    assert sign_in(client, "hq").status_code == 303


def test_a_foreign_form_is_refused(client):
    response = client.post(
        "/signin", data={"user": "branch", "password": "demo"}, headers={"Origin": "http://evil.test"}
    )
    assert response.status_code == 403


@pytest.mark.parametrize(
    "target",
    ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:alert(1)", "evil", "", "/x\nSet-Cookie: a=b"],
)
def test_nobody_is_led_away(client, target):
    assert inside(target) == "/"
    assert sign_in(client, next=target).headers["location"] == "/"


def test_what_is_sent_back_is_escaped(client):
    page = client.get("/signin?next=/%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in page


def test_signing_out_ends_the_session(client):
    sign_in(client)
    assert client.post("/signout", headers=ORIGIN).headers["location"] == "/signin"
    client.cookies.clear()
    assert client.get("/api/value?org=8601&indicator=visits").status_code == 401


def test_a_copied_cookie_is_refused_after_the_sign_out_and_no_other(client, reception):
    address = "/api/value?org=8601&indicator=visits"
    copied, other = (sign_in(client).cookies[reception.tokens.cookie] for _ in range(2))
    client.cookies.clear()
    held = [{"Cookie": f"{reception.tokens.cookie}={token}"} for token in (copied, other)]
    assert [client.get(address, headers=one).status_code for one in held] == [200, 200]
    assert client.post("/signout", headers={**held[0], **ORIGIN}).status_code == 303
    assert [client.get(address, headers=one).status_code for one in held] == [401, 200]
    assert client.get(address, headers={"Authorization": f"Bearer {copied}"}).status_code == 401


def test_a_page_that_stays_open_renews_its_sign_in(client, reception):
    cookie = sign_in(client).cookies[reception.tokens.cookie]
    answer = client.post("/api/renew", headers=ORIGIN)
    assert answer.status_code == 204
    assert answer.cookies[reception.tokens.cookie]
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert client.post("/api/renew", headers={"Origin": "http://evil.test"}).status_code == 403
    client.post("/signout", headers=ORIGIN)
    held = {"Cookie": f"{reception.tokens.cookie}={cookie}"}
    assert client.post("/api/renew", headers={**held, **ORIGIN}).status_code == 401
    client.cookies.clear()
    assert client.post("/api/renew", headers=ORIGIN).status_code == 401


def test_signing_out_without_a_cookie_or_with_a_forged_one_leads_to_the_sign_in(client, reception):
    for headers in ({}, {"Cookie": f"{reception.tokens.cookie}=../../users"}):
        assert client.post("/signout", headers={**headers, **ORIGIN}).headers["location"] == "/signin"
    assert not reception.settings.signed_out.exists()


def test_a_link_cannot_sign_anybody_out(client):
    assert client.get("/signout").status_code == 405


def test_who_is_signed_in_needs_no_form(client):
    sign_in(client)
    assert client.get("/signin?next=/drill").headers["location"] == "/drill"


def test_the_language_is_kept(client):
    response = client.get("/language/en?next=/signin")
    assert response.headers["location"] == "/signin"
    assert "Good morning" in client.get("/signin", headers={"Accept-Language": "zh"}).text
    assert "set-cookie" not in client.get("/language/xx").headers


def test_pictures_are_there(client):
    assert client.get("/brand/mark.svg").headers["content-type"] == "image/svg+xml"


def test_the_brief_by_its_name_is_the_first_page(client):
    sign_in(client)
    answer = client.get("/brief?org=8601", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/?org=8601")
