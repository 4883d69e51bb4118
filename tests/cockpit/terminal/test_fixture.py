"""The recorded parts that the board's own tests read say what the cells beside them say."""

import json

from cockpit.terminal import layout
from tests.cockpit.terminal import fixture
from tests.cockpit.terminal.reader import Held


def test_the_recording_agrees_with_itself(tmp_path):
    fixture.main(tmp_path)
    held = Held.of((tmp_path / "branch.bin").read_bytes())
    later = held.taken((tmp_path / "delta.bin").read_bytes())
    assert later.same(Held.of((tmp_path / "later.bin").read_bytes()))
    for one, name in ((held, "cells"), (later, "later")):
        agrees(one, json.loads((tmp_path / f"{name}.json").read_text("utf-8")))


def agrees(held, cells):
    assert len(cells) == fixture.CELLS
    for cell in cells:
        place = cell["org"], cell["indicator"], cell["period"]
        assert {name: held.value(place[0], name, *place[1:]) for name in layout.BRANCH} == {
            name: cell[name] for name in layout.BRANCH
        }
