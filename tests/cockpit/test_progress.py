from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from cockpit.progress import Reporter, Step, read


def test_a_step_is_in_the_file_while_it_runs_and_gone_after(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    reporter = Reporter(path, Console(file=StringIO()))
    with reporter.step("seed") as bar:
        assert read(path) == Step("seed", 0, 0)
        bar(4, 4)
        assert read(path) == Step("seed", 4, 4)
    assert read(path) is None
    assert list(tmp_path.iterdir()) == []


def test_a_step_that_fails_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    with pytest.raises(ZeroDivisionError), Reporter(path, Console(file=StringIO())).step("x"):
        raise ZeroDivisionError
    assert read(path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": "x"}'])
def test_a_broken_file_is_no_step(tmp_path: Path, text: str) -> None:
    path = tmp_path / "progress.json"
    path.write_text(text)
    assert read(path) is None
