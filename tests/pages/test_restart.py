"""The real web process dies under open boards and comes back on the same port."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from metrics.columns import Column
from metrics.store import open_store
from tests.cockpit import world
from tests.conftest import free_port, wait_for_port
from tests.pages.conftest import SIZES, START_S, House, Visit, end, leave, sign_in, web

pytestmark = pytest.mark.needs("chromium")
DEVICE = "indexedDB.databases().then(all => all.map(one => one.name))"


@dataclass
class Mortal:
    """A house whose web process can be killed."""

    house: House
    port: int
    chromium: Any
    process: subprocess.Popen[bytes]
    visits: list[Visit] = field(default_factory=list)

    def board(self, user: str) -> Visit:
        """A board in a browser of its own, whose line is open."""
        page = self.chromium.new_context(viewport=SIZES["pc"], locale="zh-CN").new_page()
        sign_in(page, self.house, user)
        self.visits.append(Visit(page, self.house))
        self.visits[-1].watch()
        self.visits[-1].open("/screen")
        page.locator(".months .column").first.wait_for()
        page.locator(".age:not(.worn)").wait_for()
        return self.visits[-1]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        self.process = web(self.house.home, self.port)
        wait_for_port(self.port, START_S)

    def publish(self, visits: float) -> None:
        """A version in which the branch has made so many visits."""
        usual = world.usual()
        columns = dict(usual.cells.columns)
        numbers = columns["visits", "mtd"]["value"].floats().copy()
        numbers[usual.orgs.index("8601")] = visits
        columns["visits", "mtd"] = columns["visits", "mtd"] | {"value": Column.of(numbers)}
        later = replace(usual, version="20260617-2", cells=replace(usual.cells, columns=columns))
        open_store(self.house.home / "store").publish(later)

    def narrow(self, user: str, org: str) -> None:
        path = self.house.home / "demo.json"
        facts = json.loads(path.read_text("utf-8"))
        facts["users"][user] = org
        path.write_text(json.dumps(facts), "utf-8")


@pytest.fixture
def mortal(tmp_path: Path, chromium: Any) -> Iterator[Mortal]:
    world.furnish(tmp_path)
    port = free_port()
    found = Mortal(House(tmp_path, f"http://localhost:{port}"), port, chromium, web(tmp_path, port))
    try:
        wait_for_port(port, START_S)
        yield found
    finally:
        for visit in found.visits:
            leave(visit.page)
            visit.page.context.close()
        end(found.process)


def test_a_board_outlives_its_server(mortal: Mortal) -> None:
    stays, goes = mortal.board("branch"), mortal.board("sub_branch")
    mortal.kill()
    stays.page.locator(".age.worn").wait_for()
    stays.page.locator("[role=status]", has_text="暂时连不上服务器").wait_for()
    for org in ("860101", "86010102"):
        stays.bar(org).click()
        stays.page.locator(f".crumbs .on[data-org='{org}']").wait_for()
        stays.page.locator(".card[aria-busy]").first.wait_for(state="detached")
        stays.page.locator(".months .column").first.wait_for()
    stays.page.locator("[data-indicator=visits]").first.click()
    stays.page.locator("[data-period=qtd]").click()
    stays.page.go_back()
    stays.page.locator(".crumbs button").first.click()
    stays.at("org=8601&", "period=mtd")
    mortal.publish(4321)
    mortal.narrow("sub_branch", "860102")
    mortal.start()
    stays.page.locator("[data-indicator=visits] .figure", has_text="4,321").wait_for()
    stays.page.locator(".age:not(.worn)").wait_for()
    stays.page.locator(".months .column").first.wait_for()
    stays.page.locator("[role=status]").wait_for(state="detached")
    goes.page.locator(".blank", has_text="您的权限已变更").wait_for()
    assert "江城中支" not in goes.page.content()
    assert goes.page.evaluate(DEVICE) == []
    assert stays.page.evaluate(DEVICE) == ["daybreak"]
    stays.clean()
    goes.clean()
