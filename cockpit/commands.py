"""What `python -m cockpit` can do; each command prints its result and returns nothing, or raises a UserError."""

import argparse
import json
import resource
import time
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cockpit import renderer
from cockpit.audit import Log
from cockpit.check import findings
from cockpit.desk import Desk
from cockpit.followups import Ledger, key_of
from cockpit.lineage import told, traced, write
from cockpit.nginx import configuration
from cockpit.orders import parse_order
from cockpit.passwords import new_password
from cockpit.progress import Reporter
from cockpit.server import token_for
from cockpit.settings import Settings
from cockpit.up import House
from cockpit.users import hash_password
from cockpit.web import serve
from cockpit.worker import Worker, leadership
from data import demo
from data.errors import UserError
from data.org import OrgTree
from metrics.catalogue import load
from metrics.lineage import Ask
from metrics.snapshot import Snapshot

KIB = 1024


def up(settings: Settings, _arguments: argparse.Namespace) -> None:
    House(settings).run()


def web(settings: Settings, _arguments: argparse.Namespace) -> None:
    serve(settings)


def worker(settings: Settings, _arguments: argparse.Namespace) -> None:
    with leadership(settings):
        Worker(settings, reporter(settings)).run()


def nginx(_settings: Settings, arguments: argparse.Namespace) -> None:
    print(configuration(arguments.port, arguments.web), end="")


def seed(settings: Settings, arguments: argparse.Namespace) -> None:
    with reporter(settings).step("seed") as bar:
        demo.seed(settings.home, arguments.size, arguments.seed, arguments.as_of, arguments.healthy, bar)
    print(settings.home / "answers.json")


def orgs(settings: Settings, _arguments: argparse.Namespace) -> None:
    frame = settings.tables.scan("org").collect()
    tree = OrgTree.from_frame(frame) if len(frame) else published(settings).orgs
    print_json([{**asdict(org), "id": org.id} for org in tree])


def compute(settings: Settings, arguments: argparse.Namespace) -> None:
    """From scratch: nothing is kept from one call to the next."""
    if arguments.check:
        recount(settings, arguments)
        return
    wall, cpu = time.perf_counter(), cpu_seconds()
    with leadership(settings):
        snapshot = Worker(settings, reporter(settings)).refresh(anyhow=True)
    numbers = {
        "snapshot": snapshot.version,
        "orgs": len(snapshot.orgs),
        "indicators": len(snapshot.indicators),
        "cells": len(snapshot.cells),
        "cpu_s": round(cpu_seconds() - cpu, 3),
        "wall_s": round(time.perf_counter() - wall, 3),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB, 1),
    }
    print_json(numbers) if arguments.json else print(f"{snapshot.version}: {len(snapshot.cells)} cells")


def recount(settings: Settings, arguments: argparse.Namespace) -> None:
    """Compare what is published with a recount of everything, which is published where they differ."""
    with leadership(settings):
        found = Worker(settings, reporter(settings)).check()
    print_json(asdict(found) | {"same": found.same}) if arguments.json else print(found.told(settings.default_lang))


def value(settings: Settings, arguments: argparse.Namespace) -> None:
    snapshot = published(settings)
    print_json(snapshot.value_json(arguments.org, arguments.indicator, arguments.period))


def warnings(settings: Settings, arguments: argparse.Namespace) -> None:
    snapshot, followed = published(settings), Ledger(settings.followups).followups()
    found = [(one, followed.get(key_of(one, snapshot.as_of))) for one in snapshot.warnings_of(arguments.org)]
    print_json(
        [{**one.to_json(), **({"state": known.shown, "owner": known.owner} if known else {})} for one, known in found]
    )


def lineage(settings: Settings, arguments: argparse.Namespace) -> None:
    """From anywhere in the company: the command line belongs to who runs the house."""
    catalogue, snapshot = load(), settings.store().current()
    day = arguments.date or (snapshot.as_of if snapshot else settings.clock.today())
    found = traced(
        settings, catalogue, Ask(catalogue[arguments.indicator], arguments.org, arguments.period, day), snapshot
    )
    if arguments.out:
        write(found.rows(), arguments.out)
    print_json(found.to_json()) if arguments.json else print(told(found, settings.default_lang))


def brief(settings: Settings, arguments: argparse.Namespace) -> None:
    day: date = arguments.date or settings.clock.today()
    order = parse_order(arguments.org, day.isoformat(), arguments.lang or settings.default_lang)
    snapshot = morning_snapshot(settings, day)
    desk = Desk(settings, load())
    with reporter(settings).step("brief") as bar:
        desk.make(snapshot, order, bar, out=arguments.out)
    print(arguments.out)


def sadtalker(settings: Settings, arguments: argparse.Namespace) -> None:
    print(renderer.prepare(settings, arguments.weights, arguments.portrait, arguments.size))


def audit(settings: Settings, arguments: argparse.Namespace) -> None:
    for entry in Log(settings.audit).entries(arguments.user, arguments.since):
        print(json.dumps(entry, ensure_ascii=False))


def token(settings: Settings, arguments: argparse.Namespace) -> None:
    print(token_for(settings, arguments.user))


def password(_settings: Settings, _arguments: argparse.Namespace) -> None:
    print(hash_password(new_password()))


def check(settings: Settings, _arguments: argparse.Namespace) -> None:
    found = findings(settings)
    for finding in found:
        print(finding)
    missing = [finding.part for finding in found if finding.needed and not finding.ok]
    if missing:
        raise UserError("check", f"missing: {', '.join(missing)}", "The remedies stand above.")


def published(settings: Settings) -> Snapshot:
    """The snapshot that everybody reads now.

    Raises:
        UserError: none was published yet.
    """
    snapshot = settings.store().current()
    if snapshot is None:
        raise UserError("snapshot", "none is published yet", "Run `python -m cockpit compute` (and `seed` before it).")
    return snapshot


def morning_snapshot(settings: Settings, day: date) -> Snapshot:
    """The snapshot that a morning speaks of: the published one, or one computed for that earlier day."""
    snapshot = published(settings)
    as_of = day - timedelta(days=1)
    if as_of > snapshot.as_of:
        raise UserError(f"date {day}", f"the data end on {snapshot.as_of}", f"Give a day up to {snapshot.as_of}.")
    return snapshot if as_of == snapshot.as_of else Worker(settings, reporter(settings)).compute(as_of)


def reporter(settings: Settings) -> Reporter:
    return Reporter(settings.home / "progress.json")


def cpu_seconds() -> float:
    """User and system time of this process and the children that it has waited for."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usage)


def print_json(result: Any) -> None:
    print(json.dumps(result, ensure_ascii=False, indent=1, default=str))


def folder(text: str) -> Path:
    return Path(text).absolute()
