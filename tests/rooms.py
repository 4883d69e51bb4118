"""Which tests one process runs together where several share them: those that share what is dear to make."""

import re
from typing import Any

import pytest

LONGEST = ("pages", "insurer 1", "insurer 2", "plants", "test_house.py", "cockpit")
"""Begun first, so that no process is left alone with one of them at the end."""
WHOLE = ("pages", "avatar/sadtalker", "avatar", "briefing", "cockpit", "data/demo", "metrics/warnings")
PLANTS = ("test_plants.py", "metrics/warnings/test_plants.py", "metrics/funnels/test_plants.py")
INSURER = re.compile(r"metrics/.*\[([12])[-\]]")


def room(test: str) -> str:
    """The room of a test id: the planted insurers, one of the random ones, a folder with its fixtures, or a file."""
    place = test.removeprefix("tests/")
    if found := INSURER.match(place):
        return f"insurer {found[1]}"
    file = place.split("::")[0]
    if file in PLANTS:
        return "plants"
    return next((each for each in WHOLE if file.startswith(f"{each}/")), file)


def longest_first(items: list[pytest.Item]) -> None:
    rank = {each: at for at, each in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(room(item.nodeid), len(rank)))


def scheduler(config: pytest.Config, log: Any) -> Any:
    """A room at a time to each process, in the order of the tests."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - only there where processes share the tests

    class Rooms(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return room(nodeid)

    config.option.loadscopereorder = False
    return Rooms(config, log)
