import subprocess
import sys
from collections import Counter

import pytest

from benchmarks import studio
from benchmarks.record import Bench
from cockpit import settings as configuration
from data.org import LEVELS
from tests.cockpit import world


@pytest.fixture
def settings(tmp_path):
    return configuration.load({"COCKPIT_HOME": str(tmp_path), "COCKPIT_NOW": "2026-06-17T07:00"})


def test_the_sample_has_organisations_of_every_level():
    snapshot = world.usual()
    levels = Counter(snapshot.orgs[org].level for org in studio.sample(snapshot, 2))
    assert set(levels) == set(LEVELS)
    assert max(levels.values()) == 2


def test_live_editions_are_made_and_paid_for(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(studio, "sample", lambda snapshot, _each: snapshot.orgs.units[:1])
    bench = Bench("studio", tmp_path)
    studio.lives(bench, settings, world.usual(), 1)
    assert [row.what for row in bench.rows] == ["edition_live_cpu_s", "edition_live_kb"]
    assert all(row.value > 0 for row in bench.rows)


def test_the_time_of_what_was_begun_and_ended_within_counts():
    with studio.took() as cost:
        subprocess.run([sys.executable, "-c", "sum(range(10**7))"], check=True)
    assert cost.cpu > 0.05
    assert cost.wall > 0
