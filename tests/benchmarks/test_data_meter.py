import pytest

from benchmarks.data_meter import partner


def test_a_partner_that_ends_by_itself_ends_the_bench() -> None:
    with partner("terminal_feeds") as asked, pytest.raises(SystemExit, match="terminal_feeds"):
        asked.ask(url="ws://127.0.0.1:1", holds=[["token", "86", "1"]], count=1)
