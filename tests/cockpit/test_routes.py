import gzip

import pytest

BRANCH = "/api/editions/8601/2026-06-17/zh"


def test_health_needs_no_sign_in_and_holds_no_figures(client):
    health = client.get("/api/health").json()
    assert set(health) == {"snapshot", "as_of", "age_s", "sources", "degraded"}
    assert (health["snapshot"], health["as_of"], health["degraded"]) == ("20260617-1", "2026-06-16", [])
    assert health["age_s"] == 720


def test_value_has_the_contract_fields(client, bearer):
    value = client.get("/api/value?org=8601&indicator=fyp_regular", headers=bearer("branch")).json()
    contract = "org indicator period value numerator denominator target last_year previous status as_of snapshot"
    assert set(value) == set(contract.split())
    assert (value["org"], value["period"], value["as_of"]) == ("8601", "mtd", "2026-06-16")


def test_value_without_meaning_gives_its_reason(client, bearer):
    address = "/api/value?org=8601&indicator=persist_13m&period=day"
    value = client.get(address, headers=bearer("branch")).json()
    assert value["value"] is None
    assert value["reason"] == "not_meaningful"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("org=86x&indicator=visits", 400),
        ("org=8601&indicator=visits&period=week", 400),
        ("org=8601&indicator=Visits;drop", 400),
        ("org=8601&indicator=nothing", 404),
        ("org=8602&indicator=visits", 403),
        ("org=860177&indicator=visits", 403),
        ("org=860101&indicator=visits", 200),
    ],
)
def test_value_answers_plainly(client, bearer, query, status):
    response = client.get(f"/api/value?{query}", headers=bearer("branch"))
    assert response.status_code == status
    assert status == 200 or set(response.json()) == {"error"}


@pytest.mark.parametrize("path", ["/api/value?org=86", f"{BRANCH}/film.mp4", BRANCH, "/api/nothing"])
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic demo"}])
def test_without_a_user_there_is_nothing(client, path, headers):
    assert client.get(path, headers=headers).status_code == 401


def test_a_forged_cookie_opens_nothing(client, reception):
    headers = {"Cookie": f"{reception.tokens.cookie}=x"}
    assert client.get("/api/value?org=86", headers=headers).status_code == 401


@pytest.mark.usefixtures("edition")
def test_outside_the_scope_nobody_learns_what_exists(client, bearer):
    addresses = [
        "/api/value?org=86&indicator=visits",
        "/api/value?org=8602&indicator=visits",
        "/api/value?org=8677&indicator=visits",
        "/api/value?org=8601&indicator=no_such_thing",
        f"{BRANCH}/film.mp4",
        "/api/editions/8602/2026-06-17/zh/film.mp4",
        "/api/editions/8677/2026-06-17/zh/script.json",
        "/api/editions/86/1999-01-01/en/captions.vtt",
        "/api/editions/86/2026-06-17/zh",
    ]
    answers = [client.get(address, headers=bearer("sub_branch")) for address in addresses]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.usefixtures("edition")
def test_the_latest_edition_is_the_newest_that_is_made(client, bearer, edition):
    for day in ("2026-06-12", "2026-06-18"):
        (edition.parent.parent / day / "zh").mkdir(parents=True)
    (edition.parent.parent / "2026-06-12" / "zh" / "edition.json").write_text('{"date": "2026-06-12"}', "utf-8")
    latest = client.get("/api/editions/8601/latest/zh", headers=bearer("branch")).json()
    assert (latest["state"], latest["edition"]["date"]) == ("ready", "2026-06-17")
    assert client.get("/api/editions/8601/latest/en", headers=bearer("branch")).json()["state"] == "absent"
    assert client.get("/api/editions/8601/latest/zh", headers=bearer("sub_branch")).status_code == 403
    assert client.get("/api/editions/8601/latest/fr", headers=bearer("branch")).status_code == 400


def test_a_film_is_sent_in_ranges(client, bearer, edition):
    film, headers = (edition / "film.mp4").read_bytes(), bearer("branch")
    whole = client.get(f"{BRANCH}/film.mp4", headers=headers)
    assert (whole.status_code, whole.headers["content-type"]) == (200, "video/mp4")
    assert whole.content == film
    part = client.get(f"{BRANCH}/film.mp4", headers={**headers, "Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, film[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(film)}"
    tail = client.get(f"{BRANCH}/film.mp4", headers={**headers, "Range": "bytes=-5"})
    assert tail.content == film[-5:]
    beyond = client.get(f"{BRANCH}/film.mp4", headers={**headers, "Range": f"bytes={len(film)}-"})
    assert beyond.status_code == 416


@pytest.mark.usefixtures("edition")
def test_captions_and_script_are_sent(client, bearer):
    captions = client.get(f"{BRANCH}/captions.vtt", headers=bearer("branch"))
    assert captions.headers["content-type"].startswith("text/vtt")
    assert captions.text.startswith("WEBVTT")
    script = client.get(f"{BRANCH}/script.json", headers=bearer("hq")).json()
    assert script["org"] == "8601"


@pytest.mark.parametrize(
    "path",
    [
        "/api/editions/8601/2026-06-17/fr/film.mp4",
        "/api/editions/8601/2026-13-45/zh/film.mp4",
        "/api/editions/abc/2026-06-17/zh/film.mp4",
        "/api/editions/8601/2026-06-17%0a/zh/film.mp4",
        "/api/editions/%2e%2e/2026-06-17/zh/film.mp4",
        "/api/editions/8601/%2e%2e/zh/script.json",
        "/api/editions/8601/2026-06-17/%2e%2e%2f%2e%2e/film.mp4",
        "/api/editions/8601/2026-06-17/zh/..%2f..%2f..%2f..%2fdemo.json",
        "/api/editions/8601/2026-06-17/zh/edition.json",
        "/fonts/..%2f..%2f..%2fpyproject.toml",
        "/fonts/secret.woff2",
        "/brand/panel.css",
        "/brand/..%2fgate.py",
    ],
)
def test_no_address_leaves_the_shelf(client, bearer, path):
    response = client.get(path, headers=bearer("hq"))
    assert response.status_code in (400, 404)
    assert len(response.content) < 300


def test_an_edition_is_asked_for_once_and_served_when_made(client, bearer, reception):
    headers = bearer("branch")
    assert client.get(BRANCH, headers=headers).json() == {"state": "absent", "edition": None}
    assert client.get(f"{BRANCH}/film.mp4", headers=headers).status_code == 404
    for _ in range(2):
        asked = client.post(BRANCH, headers=headers)
        assert (asked.status_code, asked.json()["state"]) == (202, "asked")
    assert [order.name for order in reception.orders.open()] == ["8601-2026-06-17-zh"]


@pytest.mark.usefixtures("edition")
def test_a_made_edition_is_not_made_again(client, bearer, reception):
    assert client.post(BRANCH, headers=bearer("branch")).json()["state"] == "ready"
    assert reception.orders.open() == []


def test_only_todays_edition_can_be_asked_for(client, bearer):
    assert client.post("/api/editions/8601/2020-01-01/zh", headers=bearer("branch")).status_code == 400


def test_a_foreign_site_cannot_order(client, bearer, reception):
    token = bearer("branch")["Authorization"].split()[1]
    cookie = {"Cookie": f"{reception.tokens.cookie}={token}"}
    for headers in ({**cookie, "Origin": "http://evil.test"}, cookie, {**cookie, "Origin": "null"}):
        assert client.post(BRANCH, headers=headers).status_code == 403
    assert reception.orders.open() == []
    assert client.post(BRANCH, headers={**cookie, "Origin": "http://cockpit.test"}).status_code == 202


def test_a_removed_user_is_refused_at_the_next_request(client, bearer, home):
    headers = bearer("branch")
    assert client.get("/api/value?org=8601&indicator=visits", headers=headers).status_code == 200
    (home / "demo.json").write_text('{"as_of": "2026-06-16", "users": {}}')
    assert client.get("/api/value?org=8601&indicator=visits", headers=headers).status_code == 403


def test_an_edition_that_is_not_complete_is_not_served(client, bearer, edition):
    (edition / "edition.json").unlink()
    assert client.get(f"{BRANCH}/film.mp4", headers=bearer("branch")).status_code == 404


EXPORT = "/api/export?view={}&org={}&indicator=fyp_regular&period=mtd&format={}"


def test_a_view_is_exported_within_the_scope_and_noted(client, bearer, reception):
    answer = client.get(EXPORT.format("children", "8601", "csv"), headers=bearer("branch"))
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="children-8601-fyp_regular-mtd.csv"'
    assert answer.content.decode("utf-8-sig").count("\n") == 5
    (noted,) = reception.log.entries("branch")
    assert (noted["act"], noted["what"], noted["org"], noted["rows"]) == ("export", "children.csv", "8601", 4)
    assert noted["snapshot"] == reception.snapshot().version


FUNNEL = "/api/export?view=funnel&org={}&format={}"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_a_funnel_is_exported_within_the_scope_and_noted(client, bearer, reception, kind):
    asked = FUNNEL.format("8601", kind) + "&campaign=recruiting&month=2026-05&cohort=all&lang=en"
    answer = client.get(asked, headers=bearer("branch"))
    assert answer.status_code == 200
    name = f"funnel-8601-recruiting-2026-05-all.{kind}"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    (noted,) = reception.log.entries("branch")
    assert (noted["act"], noted["what"], noted["org"]) == ("export", f"funnel.{kind}", "8601")
    assert (noted["indicator"], noted["period"], noted["rows"]) == ("recruiting", "2026-05", 5 * (1 + 3 + 2 + 2) + 2)


def test_a_funnel_without_a_campaign_is_noted_as_what_it_was(client, bearer, reception):
    assert client.get(FUNNEL.format("8601", "csv"), headers=bearer("branch")).status_code == 200
    (noted,) = reception.log.entries("branch")
    assert (noted["indicator"], noted["period"]) == ("recruiting", "2026-05")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (FUNNEL.format("8602", "csv"), 403),
        (FUNNEL.format("8699", "csv"), 403),
        (FUNNEL.format("8601", "exe"), 400),
        (FUNNEL.format("8601", "csv") + "&campaign=none", 404),
        (FUNNEL.format("8601", "csv") + "&month=2020-01", 404),
        (FUNNEL.format("8601", "csv") + "&cohort=%0d%0aX-Evil:1", 404),
        (EXPORT.format("children", "8602", "csv"), 403),
        (EXPORT.format("children", "8699", "csv"), 403),
        (EXPORT.format("everything", "8601", "csv"), 400),
        (EXPORT.format("children", "8601", "exe"), 400),
        (EXPORT.format("children", "x", "csv"), 400),
        (EXPORT.format("all", "8601", "csv"), 403),
        ("/api/exports/none", 404),
    ],
)
def test_an_export_that_cannot_be_is_refused_and_nothing_is_noted(client, bearer, reception, address, status):
    assert client.get(address, headers=bearer("branch")).status_code == status
    assert list(reception.log.entries()) == []


def test_a_long_export_is_made_by_the_worker_for_the_one_who_asked(client, bearer, reception):
    asked = client.get(EXPORT.format("all", "86", "parquet"), headers=bearer("analyst"))
    assert asked.status_code == 202
    href = asked.json()["href"]
    assert client.get(href, headers=bearer("analyst")).status_code == 202
    (parcel,) = reception.parcels.waiting()
    reception.parcels.store(parcel, parcel.make(reception.snapshot(), reception.catalogue))
    assert client.get(href, headers=bearer("hq")).status_code == 404
    got = client.get(href, headers=bearer("analyst"))
    assert (got.status_code, got.content[:4]) == (200, b"PAR1")


@pytest.fixture
def live(edition):
    folder = edition / "live"
    folder.mkdir()
    (folder / "edition.json").write_text('{"lang": "zh"}')
    (folder / "live.json.gz").write_bytes(gzip.compress(b'{"frames": 1}'))
    (folder / "sound.webm").write_bytes(bytes(range(100)))
    return folder


def test_a_live_edition_is_sent_packed_and_its_sound_in_ranges(client, bearer, live):  # noqa: ARG001 - it stands there
    pictures = client.get(f"{BRANCH}/live/pictures.json", headers=bearer("branch"))
    assert (pictures.json(), pictures.headers["content-encoding"]) == ({"frames": 1}, "gzip")
    sound = client.get(f"{BRANCH}/live/sound.webm", headers={**bearer("branch"), "Range": "bytes=10-19"})
    assert (sound.status_code, sound.content) == (206, bytes(range(10, 20)))


@pytest.mark.parametrize("name", ["pictures.json", "sound.webm"])
def test_a_live_edition_is_for_its_scope_and_whole_or_absent(client, bearer, live, name):
    assert client.get(f"{BRANCH}/live/{name}").status_code == 401
    assert client.get(f"/api/editions/8602/2026-06-17/zh/live/{name}", headers=bearer("branch")).status_code == 403
    (live / "edition.json").unlink()
    assert client.get(f"{BRANCH}/live/{name}", headers=bearer("branch")).status_code == 404
