"""The worker: ingest, compute, publish, then the morning's editions; every job idempotent, from what is stored."""

import fcntl
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger

from briefing.edition import Edition
from cockpit.checks import Check, Checks
from cockpit.desk import Desk
from cockpit.followups import Ledger
from cockpit.orders import Order, Orders, morning_orders
from cockpit.parcels import Parcel, Parcels
from cockpit.progress import Reporter
from cockpit.scope import OutOfScopeError
from cockpit.settings import Settings
from data import demo
from data.errors import UserError
from data.health import source_states
from data.ingest import ingest
from data.messages import text
from data.repairs import Repairs
from data.schemas import TABLES
from data.tables import INTERNAL
from metrics.catalogue import load
from metrics.comparison import compared
from metrics.funnels import FOLDER, Campaign
from metrics.funnels import load as load_campaigns
from metrics.recompute import Recompute
from metrics.snapshot import Snapshot

log = logging.getLogger(__name__)
ORDER_POLL_S = 2
LIVE_POLL_S = 0.5


@contextmanager
def leadership(settings: Settings) -> Iterator[None]:
    """Hold the one worker's lock of this COCKPIT_HOME.

    Raises:
        UserError: another worker holds it.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with (settings.home / "worker.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UserError(str(settings.home), "another worker runs here", "Stop it, or set COCKPIT_HOME.") from error
        yield


@dataclass
class Worker:
    """One tick after another; a tick that finds nothing new does nothing, and one that does counts what changed."""

    settings: Settings
    reporter: Reporter

    def __post_init__(self) -> None:
        self.catalogue = load()
        self.store = self.settings.store()
        self.orders = Orders(self.settings.requests)
        self.followups = Ledger(self.settings.followups)
        self.desk, self.live_desk = (Desk(self.settings, self.catalogue) for _ in range(2))
        self.checks = Checks(self.settings.checks)
        self._told: tuple[object, tuple[dict[str, Any], ...]] | None = None

    @cached_property
    def recompute(self) -> Recompute:
        """What was counted, kept between ticks; made after the seed, which sets the demo's clock."""
        settings = self.settings
        return Recompute(settings.tables, settings.calendar, self.catalogue, settings.clock)

    def run(self) -> None:
        """Work until stopped."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that waits for a film is no news
        scheduler = BlockingScheduler(
            executors={"default": ThreadPoolExecutor(1), "live": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "misfire_grace_time": None},
        )
        at = self.settings.brief_at
        scheduler.add_job(self.guarded, CronTrigger(hour=at.hour, minute=at.minute), [self.tick], id="morning")
        scheduler.add_job(self.guarded, "interval", [self.tick], seconds=self.settings.tick_s, id="tick")
        scheduler.add_job(self.guarded, "interval", [self.pack], seconds=ORDER_POLL_S, id="pack")
        scheduler.add_job(self.guarded, "interval", [self.film_next], seconds=ORDER_POLL_S, id="film")
        scheduler.add_job(self.guarded, "interval", [self.live_next], seconds=LIVE_POLL_S, id="live", executor="live")
        scheduler.add_job(self.guarded, "interval", [self.check_due], seconds=self.settings.tick_s, id="check")
        scheduler.add_job(self.guarded, "interval", [self.desk.tidy], hours=24, id="tidy")
        self.guarded(self.tick)
        scheduler.start()

    def guarded(self, job: Any) -> None:
        """Run a job; what it cannot do is said plainly and tried again at its next turn."""
        try:
            job()
        except UserError as error:
            log.warning("%s", error)
        except OSError as error:
            log.warning("%s: %s", error.filename or self.settings.home, error.strerror)

    def tick(self) -> None:
        """Bring the snapshot up to what the sources delivered."""
        self.seed()
        self.refresh()

    def seed(self) -> None:
        """In demo mode, make the demo insurer once."""
        if self.settings.demo and not (self.settings.home / "demo.json").exists():
            with self.reporter.step(self.say("step.seed")) as bar:
                demo.seed(self.settings.home, progress=bar)

    def refresh(self, *, anyhow: bool = False) -> Snapshot:
        """Ingest; compute and publish when the sources differ from the snapshot's or a day closed, or `anyhow`."""
        Repairs(self.settings.repairs).carry_out(self.settings.tables)
        with self.reporter.step(self.say("step.ingest")) as bar:
            report = ingest(self.settings.spool, self.settings.tables, self.settings.clock, bar)
        for problem in report.unreadable:
            log.warning("%s", problem)
        current = self.last()
        if current and not anyhow and self.is_fresh(current):
            return current
        if current is None:
            self.checks.begin(self.settings.clock.now())
        return self.publish(self.as_of())

    def is_fresh(self, current: Snapshot) -> bool:
        """Whether a snapshot is of the last closed day, of all that was delivered, and of today's campaigns."""
        same = current.sources == self.sources() and current.funnels.campaigns == self.campaigns()
        return same and current.as_of == self.as_of()

    def campaigns(self) -> tuple[Campaign, ...]:
        """The newest version of every campaign; a file that errs is left out, and said on every page (`degraded`)."""
        return load_campaigns((FOLDER, self.settings.campaigns))

    def last(self) -> Snapshot | None:
        """The published snapshot; None where there is none, or where it can no longer be read and is made anew."""
        try:
            return self.store.current()
        except UserError as error:
            log.warning("%s", error)
            return None

    def publish(self, as_of: date) -> Snapshot:
        return self.proclaim(self.compute(as_of))

    def proclaim(self, snapshot: Snapshot) -> Snapshot:
        """Let everybody read it, and note in the ledger what it warns of."""
        self.store.publish(snapshot)
        self.followups.observe(snapshot, self.settings.clock.now())
        return snapshot

    def compute(self, as_of: date) -> Snapshot:
        with self.reporter.step(self.say("step.compute")) as bar:
            return self.recompute.snapshot(as_of, self.sources(), self.campaigns(), bar.say)

    def check_due(self) -> Check | None:
        """Check once a day but the first, from its hour on, when nobody waits for an edition."""
        now, snapshot = self.settings.clock.now(), self.last()
        due = now.time() >= self.settings.check_at and self.checks.due(now)
        if not due or not snapshot or next(self.wanted(snapshot), None):
            return None
        return self.check()

    def check(self) -> Check:
        """Count everything anew, compare it with what was kept and published, and publish it where it differs."""
        stood = self.refresh()
        with self.reporter.step(self.say("step.recount")):
            report = self.recompute.check(stood.as_of)
        full = self.compute(stood.as_of)
        check = Check(self.settings.clock.now(), stood.version, full.version, report.joined(compared(stood, full)))
        self.checks.keep(check)
        if not check.same:
            log.warning("%s", check.told(self.settings.default_lang))
            self.proclaim(full)
        return check

    def sources(self) -> tuple[dict[str, Any], ...]:
        """The state of each source; looked at anew only when a table or the day is another."""
        tables, clock = self.settings.tables, self.settings.clock
        seen = (clock.today(), [tables.version(name) for name in [*TABLES, *INTERNAL]])
        if self._told is None or self._told[0] != seen:
            states = source_states(self.settings.spool, tables, clock)
            self._told = seen, tuple(json.loads(json.dumps(asdict(state), default=str)) for state in states)
        return self._told[1]

    def as_of(self) -> date:
        """The last closed day."""
        return self.settings.clock.today() - timedelta(days=1)

    def pack(self) -> None:
        """Make the long exports that people wait for."""
        parcels = Parcels(self.settings.exports)
        parcels.tidy(self.settings.clock.now())
        for parcel in parcels.waiting():
            snapshot = self.last()
            if snapshot:
                with self.reporter.step(self.say("step.export", name=parcel.ask.name)):
                    self.deliver(parcels, parcel, snapshot)

    def deliver(self, parcels: Parcels, parcel: Parcel, snapshot: Snapshot) -> None:
        """Make one long export; one whose org is gone from the scope is dropped."""
        try:
            parcels.store(parcel, parcel.make(snapshot, self.catalogue))
        except OutOfScopeError:
            parcels.drop(parcel)

    def film_next(self) -> Edition | None:
        """Make the next edition that somebody asked for or that the morning is due; None when all are there."""
        snapshot = self.last()
        order = snapshot and next(self.wanted(snapshot), None)
        if not snapshot or not order:
            return None
        name = self.say("step.edition", org=snapshot.orgs.name(order.org, order.lang), language=order.lang)
        try:
            with self.reporter.step(name) as bar:
                return self.desk.make(snapshot, order, bar)
        finally:
            self.orders.done(order)

    def live_next(self) -> Edition | None:
        """Make the next live edition that is not there, beside whatever film is being made: nobody waits for one."""
        missing = [order for order in self.asked() if not self.live_desk.made_live(order)]
        snapshot = self.last() if missing else None
        order = next((one for one in missing if snapshot and one.org in snapshot.orgs), None)
        return self.live_desk.live(snapshot, order) if snapshot and order else None

    def asked(self) -> list[Order]:
        """What people ask for first, then the morning's list from its hour on."""
        today, now = self.settings.clock.today(), self.settings.clock.now().time()
        morning = morning_orders(self.settings.demo_facts, today, self.settings.default_lang)
        return [*self.orders.open(), *(morning if now >= self.settings.brief_at else [])]

    def wanted(self, snapshot: Snapshot) -> Iterator[Order]:
        """Orders not yet filmed."""
        for order in self.asked():
            if order.org in snapshot.orgs and not self.desk.made(order):
                yield order
            else:
                self.orders.done(order)

    def say(self, key: str, **values: object) -> str:
        return text(self.settings.default_lang, key, **values)
