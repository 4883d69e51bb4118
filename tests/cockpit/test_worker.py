import argparse
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rich.console import Console

from cockpit import commands
from cockpit import settings as configuration
from cockpit.checks import Check, Checks
from cockpit.export import Ask
from cockpit.orders import Order
from cockpit.parcels import Parcels
from cockpit.progress import Reporter
from cockpit.worker import Worker, leadership
from data import demo
from data.errors import UserError
from data.health import source_states
from data.repairs import Repairs
from metrics.report import Report
from tests.altered import with_cells

DAY = date(2026, 6, 17)


def worker_at(home: Path) -> Worker:
    settings = configuration.load({"COCKPIT_HOME": str(home)})
    return Worker(settings, Reporter(home / "progress.json", Console(file=StringIO())))


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    home = tmp_path_factory.mktemp("home")
    demo.seed(home, "XS")
    made = worker_at(home)
    made.tick()
    return made


def test_a_tick_publishes_and_the_next_does_nothing(worker: Worker) -> None:
    first = worker.store.current()
    assert first is not None
    assert first.as_of == date(2026, 6, 16)
    assert {source["source"] for source in first.sources} >= {"personnel", "core", "sales_app"}
    worker.tick()
    assert worker.store.current() is first


def test_a_check_is_not_due_on_the_day_of_the_first_snapshot(worker: Worker) -> None:
    now = worker.settings.clock.now()
    assert not worker_at(worker.settings.home).checks.due(now)
    assert worker_at(worker.settings.home).checks.due(now + timedelta(days=1))


def test_what_a_dead_worker_ingested_is_computed_by_the_next(worker: Worker) -> None:
    snapshot = worker.store.current()
    assert snapshot is not None
    stale = replace(snapshot, version="20260616-0000000a", sources=snapshot.sources[1:])
    worker.store.publish(stale)
    assert worker.refresh().version == snapshot.version


def test_a_damaged_snapshot_is_made_anew(worker: Worker) -> None:
    snapshot = worker.store.current()
    assert snapshot is not None
    home = worker.settings.home
    for path in (home / "store").rglob("*.snapshot"):
        path.write_bytes(b"half")
    fresh = worker_at(home)
    fresh.tick()
    current = fresh.store.current()
    assert current is not None
    assert current.version == snapshot.version


def test_orders_of_people_come_before_the_morning_s(worker: Worker) -> None:
    snapshot = worker.store.current()
    assert snapshot is not None
    asked = Order(snapshot.orgs.units[0], DAY, "en")
    worker.orders.place(asked)
    worker.orders.place(Order("8699", DAY, "en"))
    wanted = list(worker.wanted(snapshot))
    assert wanted[0] == asked
    assert (wanted[1].org, wanted[1].lang) == ("86", "zh")
    assert worker.orders.open() == [asked]


def test_live_editions_do_not_wait_for_films(worker: Worker) -> None:
    snapshot = worker.store.current()
    assert snapshot is not None
    asked = Order(snapshot.orgs.units[1], DAY, "zh")
    for order in (Order("8699", DAY, "en"), asked):
        worker.orders.place(order)
    made = next(one for one in iter(worker.live_next, None) if one.facts["org"] == asked.org)
    worker.live_desk.close()
    assert made.facts["snapshot"] == snapshot.version
    assert worker.live_desk.made_live(asked)
    assert not worker.desk.made(asked)
    assert asked in worker.orders.open()
    worker.orders.done(asked)


def test_before_its_hour_the_morning_waits(worker: Worker) -> None:
    snapshot = worker.store.current()
    assert snapshot is not None
    early = configuration.load({"COCKPIT_HOME": str(worker.settings.home), "COCKPIT_NOW": "2026-06-17T06:00"})
    assert all(order.lang == "en" for order in replace(worker, settings=early).wanted(snapshot))


def test_what_cannot_be_done_is_said_and_does_not_stop_the_worker(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise UserError("disk", "is full", "Free space.")

    def full() -> None:
        raise OSError(28, "No space left on device", "/spool")

    worker.guarded(fail)
    worker.guarded(full)
    assert "disk: is full. Free space." in caplog.text
    assert "No space left" in caplog.text


def test_one_worker_leads(worker: Worker) -> None:
    with leadership(worker.settings), pytest.raises(UserError, match="another worker"), leadership(worker.settings):
        pass


def test_what_a_snapshot_warns_of_is_in_the_ledger_once(worker: Worker) -> None:
    snapshot = worker.store.current()
    assert snapshot is not None
    noted = worker.followups.followups()
    assert {one.key for one in noted.values()} >= {f"{one.org}-{one.indicator}-2026-06" for one in snapshot.warnings}
    assert worker.followups.observe(snapshot, worker.settings.clock.now()) == []


def test_long_exports_are_made_and_one_beyond_the_scope_is_dropped(worker: Worker) -> None:
    parcels, now = Parcels(worker.settings.exports), worker.settings.clock.now()
    asked = Ask("subtree", "86", "visits", "mtd", "zh")
    good = parcels.place("analyst", ("86",), asked, "parquet", now)
    foreign = parcels.place("branch", ("8601",), asked, "parquet", now)
    worker.pack()
    assert parcels.file(good).read_bytes()[:4] == b"PAR1"
    assert parcels.find(foreign.id) is None


def test_an_order_to_replay_is_carried_out_with_the_next_tick(worker: Worker) -> None:
    orders = Repairs(worker.settings.repairs)
    orders.place()
    worker.tick()
    assert orders.waiting() == []


def test_sources_are_looked_at_again_only_when_a_table_or_the_day_is_another(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[date] = []

    def note(*given: Any) -> list[Any]:
        looks.append(given[2].today())
        return source_states(*given)

    monkeypatch.setattr("cockpit.worker.source_states", note)
    fresh = replace(worker)
    assert fresh.sources() == fresh.sources() == worker.sources()
    tables = worker.settings.tables
    tables.append("stale", tables.scan("stale").collect().clear())
    fresh.sources()
    fresh.settings = configuration.load({"COCKPIT_HOME": str(worker.settings.home), "COCKPIT_NOW": "2026-06-18T06:00"})
    fresh.sources()
    assert looks == [DAY, DAY, date(2026, 6, 18)]


def test_a_check_that_finds_all_the_same_is_kept_and_publishes_nothing(worker: Worker) -> None:
    snapshot = worker.store.current()
    check = worker.check()
    assert check.same
    assert check.report.values > 100_000
    assert check == worker.checks.last()
    assert worker.store.current() is snapshot


def test_the_command_compares_what_is_published_with_a_recount(
    worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.compute(worker.settings, argparse.Namespace(check=True, json=True))
    told = json.loads(capsys.readouterr().out)
    last = worker.checks.last()
    assert last is not None
    assert (told["same"], told["kept"]) == (True, last.full)


def test_a_number_that_is_another_after_a_recount_is_told_and_put_right(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    right = worker.store.current()
    assert right is not None
    one = (pl.col("org") == "86") & (pl.col("indicator") == "visits") & (pl.col("period") == "mtd")
    wrong = with_cells(right, value=pl.when(one).then(pl.col("value") + 1).otherwise("value"))
    worker.store.publish(replace(wrong, version="20260616-0000000b"))
    check = worker_at(worker.settings.home).check()
    (found,) = check.report.differences
    value = right.cell("86", "visits").value
    assert value is not None
    assert (found.measure, found.org, found.kept, found.full) == ("visits", "86", value + 1, value)
    current = worker.store.current()
    assert current is not None
    assert current.version == right.version == check.full
    assert "1 个不同" in caplog.text


def test_a_check_is_due_once_a_day_from_its_hour_on_when_nobody_waits(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[str] = []

    def at(now: str, *orders: str) -> Worker:
        settings = configuration.load({"COCKPIT_HOME": str(worker.settings.home), "COCKPIT_NOW": now})
        found = replace(worker, settings=settings)
        found.checks = Checks(tmp_path)
        monkeypatch.setattr(found, "wanted", lambda _: iter(orders))
        monkeypatch.setattr(found, "check", lambda: made.append(now))
        return found

    at("2026-06-17T03:29").check_due()
    at("2026-06-17T03:30", "an order").check_due()
    assert made == []
    at("2026-06-17T03:30").check_due()
    Checks(tmp_path).keep(Check(datetime(2026, 6, 17, 4), "a", "a", Report(DAY, 0, 0, 0, ())))
    at("2026-06-17T23:00").check_due()
    at("2026-06-18T08:00").check_due()
    assert made == ["2026-06-17T03:30", "2026-06-18T08:00"]
