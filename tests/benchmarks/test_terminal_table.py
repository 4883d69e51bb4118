from benchmarks.terminal_table import Table, table
from cockpit.figures import figure
from metrics.catalogue import load
from tests.cockpit import world


def test_a_table_says_what_the_snapshot_says_of_every_place(tmp_path) -> None:
    snapshot, catalogue = world.usual(), load()
    table(snapshot, catalogue, "8601").write(tmp_path / "table.json")
    read = Table.read(tmp_path / "table.json")
    assert (read.root, len(read.tiles)) == ("8601", 12)
    assert [one.org for one in read.below("8601")] == list(snapshot.orgs.children("8601"))
    assert [one.org for one in read.way("86010102")] == ["8601", "860101", "86010102"]
    ids = {one.name_zh: one.id for one in catalogue}
    for org in ("8601", "860102", "860101010101"):
        cells = [snapshot.cell(org, ids[name]).value for name, _ in read.tiles]
        assert read.figures(org) == [
            figure(cell, unit, "zh") for cell, (_, unit) in zip(cells, read.tiles, strict=True)
        ]
    assert len(read.numbers("8601")) == len(read.stages)
