import json

from benchmarks import data_home
from benchmarks.data_home import days_of_events, insurer


def test_the_insurer_is_used_again_while_its_code_is_the_same(smallest, monkeypatch) -> None:
    home, tables = smallest
    made = []
    monkeypatch.setattr(data_home, "seed", lambda *words: made.append(words))
    monkeypatch.setattr(data_home, "ingest", lambda *_: None)
    found, reused = insurer(home, "XS")
    assert (found.root, reused, made) == (tables.root, True, [])
    assert len(days_of_events(tables)) == 10


def test_another_code_or_size_makes_it_anew(tmp_path, monkeypatch) -> None:
    made = []

    def seed(home, size):
        made.append(size)
        (home / "spool").mkdir(parents=True)

    monkeypatch.setattr(data_home, "seed", seed)
    monkeypatch.setattr(data_home, "ingest", lambda *_: None)
    assert [insurer(tmp_path, size)[1] for size in ("XS", "XS", "S")] == [False, True, False]
    monkeypatch.setattr(data_home, "code", lambda: "another")
    assert insurer(tmp_path, "S")[1] is False
    assert made == ["XS", "S", "S"]
    assert json.loads((tmp_path / data_home.STAMP).read_text())["code"] == "another"
