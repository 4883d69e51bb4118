from datetime import date

import pytest

from benchmarks.terminal_house import free_port, furnished, process
from cockpit import settings
from cockpit.reception import Reception
from cockpit.users import verify


def test_the_people_of_the_house_see_their_own_org(tmp_path) -> None:
    people = {"hq": "86", "of8601": "8601"}
    variables = furnished(tmp_path / "home", "redis://127.0.0.1:1/0", date(2026, 6, 16), people)
    house = Reception.open(settings.load(variables))
    assert house.today == date(2026, 6, 17)
    found = {name: house.users.find(name) for name in (*people, "branch")}
    assert {name: user and user.orgs for name, user in found.items()} == {
        "hq": ("86",), "of8601": ("8601",), "branch": None
    }  # fmt: skip
    assert verify(found["hq"], "demo")


def test_a_process_that_does_not_listen_ends_the_bench_with_its_words() -> None:
    with (
        pytest.raises(SystemExit, match="the reason"),
        process(free_port(), "-c", "import sys; sys.exit('the reason')"),
    ):
        pass
