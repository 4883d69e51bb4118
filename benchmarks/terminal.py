"""`make bench-terminal`: from a hand on a real insurer's board to the frame that shows it, beside Streamlit and Dash.

The insurer is that of `make bench-data`. Its versions come from real batches of events (terminal_versions.py) by Redis
to the product's web process; headless Chromium looks on as headquarters and as one branch, the worse of which counts.
Whatever a page shows must be what the snapshot says, else the bench ends.
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.data import BATCH, SIZE, private_redis
from benchmarks.data_batch import p95
from benchmarks.data_home import days_of_events, insurer
from benchmarks.data_meter import partner
from benchmarks.record import Bench
from benchmarks.terminal_board import Seen
from benchmarks.terminal_browser import BOARD, DASH, STREAMLIT, Walk, browser, dragged, first, found, visitor
from benchmarks.terminal_house import dash_peer, furnished, streamlit_peer, web
from benchmarks.terminal_pushes import Versions, Watcher, pushes, reached
from benchmarks.terminal_table import Table, table
from benchmarks.terminal_versions import Asked
from cockpit.reception import Reception
from cockpit.server import user_named
from data.org import OrgTree
from data.tables import Tables
from metrics.compute import organisations

NODES = 950
BUSY = 0.5
KB = 1000
LISTENS_MS = 1500
"""After which a peer that shows itself also hears the hand."""
BATCHES = Asked(4, BATCH, 0.05)
PEERS = {"Dash": (dash_peer, DASH), "Streamlit": (streamlit_peer, STREAMLIT)}
Scoped = Mapping[str, float]
"""A figure as headquarters and as the branch."""


@dataclass(frozen=True)
class Amount:
    """How often everything is done, and of how large batches."""

    times: int = 100
    drills: int = 200
    frames: int = 240
    feeds: int = 2000
    batches: Asked = BATCHES


def run(bench: Bench) -> None:
    warn()
    tables, reused = insurer(bench.folder.parent / "bench-data", SIZE)
    print(f"the insurer of size {SIZE} {'was there' if reused else 'was made'}: {tables.root}", flush=True)
    with tempfile.TemporaryDirectory(prefix="daybreak-bench-") as folder:
        measure(bench, tables, Path(folder), Amount())


def warn() -> None:
    """Say so where others work on this machine too."""
    load_1m = os.getloadavg()[0]
    if load_1m > BUSY:
        print(f"the machine is busy (load {load_1m:.1f}): what is measured now is too slow", flush=True)


def measure(bench: Bench, tables: Tables, folder: Path, amount: Amount) -> None:
    """Every row of the bench."""
    as_of, tree = days_of_events(tables)[-1], organisations(tables)
    scopes = {"hq": tree.root.id, "branch": branch(tree)}
    people = scopes | {f"of{org}": org for org in tree.children(tree.root.id)}
    asked = amount.batches
    with ExitStack() as stack:
        (redis,) = stack.enter_context(private_redis(folder)) or sys.exit("this bench needs redis-server")
        variables = furnished(folder / "home", redis, as_of, people)
        words = (tables.root, as_of, folder, folder / "home" / "store", redis, asked.batches, asked.size, asked.share)
        maker = stack.enter_context(partner("terminal_versions", *words, *scopes.values()))
        ready = maker.hear()
        house = Reception.open(stack.enter_context(web(variables)))
        running = stack.enter_context(browser())
        boards = seen(house, scopes)
        bench.add("branch_nodes", len(boards["branch"].table.rows), "organisations")
        bench.add("touched_units", ready["touched"], "of the units, by a batch")
        drills(bench, running, boards, folder, amount)
        screens(bench, running, boards, amount.times)
        versions = Versions(maker, ready["version"])
        sizes = parts(bench, boards)
        pushed(bench, running, boards, versions, sizes, amount.times)
        fed(bench, house, versions, people, amount.feeds)


def branch(tree: OrgTree) -> str:
    """The branch whose number of organisations is nearest to NODES."""
    return min(tree.children(tree.root.id), key=lambda org: abs(tree.end(org) - tree.index(org) - NODES))


def seen(house: Reception, scopes: Mapping[str, str]) -> dict[str, Seen]:
    snapshot, cookie = house.snapshot() or sys.exit("nothing is published"), house.tokens.cookie
    return {
        name: Seen(url(house), cookie, token(house, name), table(snapshot, house.catalogue, org))
        for name, org in scopes.items()
    }


def url(house: Reception) -> str:
    return f"http://127.0.0.1:{house.settings.port}"


def token(house: Reception, name: str) -> str:
    return house.tokens.issue(user_named(house, name))


def worst(bench: Bench, what: str, found: Scoped, unit: str, peer: tuple[str, float] | None = None) -> None:
    """The row that counts, then that of each scope: drill_p95_ms, drill_hq_p95_ms, drill_branch_p95_ms."""
    bench.add(what, max(found.values()), unit, *(peer or ()))
    for name, value in found.items():
        bench.add(what.replace("_", f"_{name}_", 1), value, unit)


def drills(bench: Bench, running: Browser, boards: Mapping[str, Seen], folder: Path, amount: Amount) -> None:
    peers = {name: peer_drill(running, name, boards["branch"].table, folder, amount.times) for name in PEERS}
    walks, frames, presented = {}, {}, {}
    for name, board in boards.items():
        with board.opened(running) as (page, _):
            walks[name] = Walk(page, BOARD, board.table, board.table.root).go(amount.drills)
            presented[name] = p95(walks[name].presented())
            frames[name] = p95(dragged(page, amount.frames))
    took = {name: p95(walk.took) for name, walk in walks.items()}
    worst(bench, "drill_p95_ms", took, "ms", ("Dash", peers["Dash"]))
    bench.add("drill_streamlit_p95_ms", max(took.values()), "ms", "Streamlit", peers["Streamlit"])
    worst(bench, "drill_p50_ms", {name: statistics.median(walk.took) for name, walk in walks.items()}, "ms")
    worst(bench, "drill_whole_p95_ms", {name: p95(walk.whole) for name, walk in walks.items()}, "ms")
    worst(bench, "drill_presented_p95_ms", presented, "ms")
    worst(bench, "drag_frame_p95_ms", frames, "ms")
    bench.add(f"requests_in_{amount.drills}_drills", len(walks["branch"].asked), "requests")
    bench.add(f"requests_hq_in_{amount.drills}_drills", len(walks["hq"].asked), "requests")


def peer_drill(running: Browser, name: str, table: Table, folder: Path, times: int) -> float:
    path = folder / "table.json"
    table.write(path)
    served, app = PEERS[name]
    with served(path, table.root) as url:
        context = visitor(running, more=first(app, table, table.root))
        page = context.new_page()
        page.goto(url)
        found(page.evaluate("first"), name)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(LISTENS_MS)
        took = Walk(page, app, table, table.root).go(times).took
        context.close()
    return p95(took)


def screens(bench: Bench, running: Browser, boards: Mapping[str, Seen], times: int) -> None:
    colds, warms = {}, {}
    for name, board in boards.items():
        colds[name] = statistics.median(board.cold(running) for _ in range(times))
        warms[name] = statistics.median(board.warm(running, times))
    worst(bench, "screen_warm_p50_ms", warms, "ms")
    worst(bench, "screen_cold_p50_ms", colds, "ms")


def parts(bench: Bench, boards: Mapping[str, Seen]) -> Scoped:
    """Bytes of the parts as they are sent; those of the branch's parts by scope."""
    firsts = {name: board.sent("part=first&period=mtd") / KB for name, board in boards.items()}
    wholes = {name: board.sent("part=branch") / KB for name, board in boards.items()}
    worst(bench, "first_bytes_kb", firsts, "KB")
    worst(bench, "branch_bytes_kb", wholes, "KB")
    return wholes


def pushed(
    bench: Bench, running: Browser, boards: Mapping[str, Seen], versions: Versions, sizes: Scoped, times: int
) -> None:
    watchers = {name: Watcher.open(running, one.state, one.url, one.table.root) for name, one in boards.items()}
    pushes(versions, list(watchers.values()), times)
    worst(bench, "push_painted_p95_ms", {name: p95(one.took) for name, one in watchers.items()}, "ms")
    bench.add("push_store_p95_ms", p95(versions.took), "ms")
    ratios = {name: statistics.median(one.deltas) / KB / sizes[name] for name, one in watchers.items()}
    worst(bench, "delta_ratio", ratios, "of the branch")
    for one in watchers.values():
        one.page.context.close()


def fed(bench: Bench, house: Reception, versions: Versions, people: Mapping[str, str], count: int) -> None:
    tokens = {org: token(house, name) for name, org in people.items()}
    told = reached(versions, url(house), tokens, count)
    bench.add("feeds_scopes", len(tokens), "scopes")
    bench.add("feeds_reached_2s", told["reached"], f"of {count} feeds")
    bench.add("feeds_last_s", told["last_s"], "s")
