"""What is brought up to a change is what is counted from scratch: on random insurers, after every sort of change."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.schemas import TABLES
from metrics.window import Window
from tests.metrics.facts import Maker, write
from tests.scratch import CALENDAR, CAMPAIGNS, is_from_scratch, recompute

AS_OF = date(2026, 6, 16)
MOVABLE = sorted({*TABLES} - {"org", "product", "target", "event"})
CHANGES = ("arrive", "correct", "delete", "again", "tidy", "found", "later", "earlier", "replan", "rename")


class Insurer:
    """The tables of a random insurer of which some rows have not arrived, and what may happen to them."""

    def __init__(self, root: Path, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        frames = Maker(seed).frames()
        self.late = {name: self._some(frames[name], 0.1) for name in MOVABLE if name in frames}
        now = {
            name: frame.join(self.late[name], on=TABLES[name].key, how="anti") if name in self.late else frame
            for name, frame in frames.items()
        }
        self.tables = write(root, now)
        self.as_of = AS_OF

    def change(self, how: str, table: str) -> None:
        getattr(self, how)(table)

    def arrive(self, table: str) -> None:
        """Rows that are late, of whichever days."""
        if table in self.late:
            come = self._some(self.late[table], 0.5)
            self.late[table] = self.late[table].join(come, on=TABLES[table].key, how="anti")
            self.tables.append(table, self._valid(table, come))

    def correct(self, table: str) -> None:
        """Some rows say what others said, their day included: an agent moves elsewhere, a policy is of another day."""
        rows, key = self._rows(table), list(TABLES[table].key)
        own = self._few(rows)
        said = rows.select(pl.exclude(key)).sample(len(own), seed=int(self.random.integers(1 << 30)))
        kept = pl.concat([own.select(key), said], how="horizontal") if said.width else own
        self._amend(table, own, kept.with_columns(dropped=pl.lit(value=False)))

    def delete(self, table: str) -> None:
        own = self._few(self._rows(table))
        self._amend(table, own, own.with_columns(dropped=pl.lit(value=True)))

    def again(self, table: str) -> None:
        """Known rows once more: intake drops them and commits none."""
        self.tables.append(table, self._rows(table).clear())

    def tidy(self, table: str) -> None:
        self.tables.tidy(table)

    def found(self, _: str) -> None:
        """A new unit."""
        rows = self._rows("org")
        parent = rows.filter(level="department")["org_id"][int(self.random.integers(3))]
        taken = rows.filter(parent_id=parent)["org_id"].len()
        new = (
            rows.filter(level="unit")
            .head(1)
            .with_columns(org_id=pl.lit(f"{parent}{taken + 31}"), parent_id=pl.lit(parent))
        )
        self.tables.replace("org", pl.concat([rows, new]))

    def rename(self, _: str) -> None:
        """A product is another one than was said."""
        rows = self._rows("product")
        self.tables.replace("product", rows.with_columns(pl.col("line", "regular", "term_years").shuffle(seed=1)))

    def replan(self, _: str) -> None:
        self.tables.replace("target", self._rows("target").with_columns(pl.col("value") * 2))

    def later(self, _: str) -> None:
        self.as_of += timedelta(days=int(self.random.choice([1, 1, 15])))

    def earlier(self, _: str) -> None:
        """Somebody looks at a day before."""
        self.as_of -= timedelta(days=1)

    def _amend(self, table: str, own: pl.DataFrame, rows: pl.DataFrame) -> None:
        day = TABLES[table].day
        self.tables.amend(table, rows, own[day].unique().to_list() if day else [None])

    def _rows(self, table: str) -> pl.DataFrame:
        return self.tables.scan(table).collect()

    def _few(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.sample(min(3, len(rows)), seed=int(self.random.integers(1 << 30)))

    def _some(self, rows: pl.DataFrame, share: float) -> pl.DataFrame:
        return rows.filter(pl.Series(self.random.random(len(rows)) < share, dtype=pl.Boolean))

    @staticmethod
    def _valid(table: str, rows: pl.DataFrame) -> pl.DataFrame:
        schema = TABLES[table].schema
        return schema.validate(rows.select(schema.column_names()), cast=True)


STEPS = st.lists(st.tuples(st.sampled_from(CHANGES), st.sampled_from(MOVABLE)), min_size=1, max_size=3)


@settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 1000), st.lists(STEPS, min_size=2, max_size=2))
def test_after_any_change_it_is_what_counting_from_scratch_gives(seed, steps):
    with TemporaryDirectory() as folder:
        insurer = Insurer(Path(folder), seed)
        kept = recompute(insurer.tables)
        kept.snapshot(insurer.as_of, (), CAMPAIGNS)
        for changes in steps:
            for how, table in changes:
                insurer.change(how, table)
            is_from_scratch(kept, insurer.tables, insurer.as_of)


@pytest.fixture
def insurer(tmp_path):
    return Insurer(tmp_path, 7)


def test_an_unchanged_day_recomputes_nothing(insurer):
    kept = recompute(insurer.tables)
    first = kept.snapshot(AS_OF, (), CAMPAIGNS)
    assert len(kept.counted) == len(CAMPAIGNS)
    insurer.again("policy")
    insurer.tidy("agent_day")
    again = kept.snapshot(AS_OF, ({"source": "core"},), CAMPAIGNS)
    assert (kept.read, kept.counted) == ({}, ())
    assert (again.version, again.sources) == (first.version, ({"source": "core"},))
    assert again.cells is first.cells


def test_a_late_row_of_one_day_reads_that_day_of_that_table_alone(insurer):
    kept = recompute(insurer.tables)
    kept.snapshot(AS_OF)
    year = Window.of(CALENDAR, "ytd", AS_OF)
    before = kept.base.nodes("visits", year)[0]
    day = date(2026, 3, 3)
    agent = insurer.tables.scan("movement").filter(pl.col("day") < day).collect()["agent_id"][0]
    rows = insurer.tables.scan("agent_day").collect().head(1).with_columns(day=pl.lit(day), agent_id=pl.lit(agent))
    insurer.tables.append("agent_day", rows.with_columns(visits=pl.lit(1_000)))
    kept.snapshot(AS_OF)
    assert set(kept.read) == {"visits", "hc_visit", "hc_proposal", "hc_campaign", "hc_app_month", "sup_coached"}
    assert set(kept.read.values()) == {frozenset({day})}
    assert kept.counted == ()
    assert kept.base.nodes("visits", year)[0] - before == 1_000


def test_a_check_finds_nothing_where_all_is_well_and_keeps_what_it_counted(insurer):
    kept = recompute(insurer.tables)
    kept.snapshot(AS_OF)
    base = kept.base
    report = kept.check(AS_OF)
    assert (report.differing, report.differences, report.as_of) == (0, (), AS_OF)
    assert report.values > report.days * 1000
    assert kept.base is not base


def test_a_check_says_which_number_is_wrong(insurer):
    kept = recompute(insurer.tables)
    kept.snapshot(AS_OF)
    sums = kept.base.cube.flows["fyp"]
    for closed in sums.amounts:
        closed[:1] += 100
    kept.base.counted.clear()
    report = kept.check(AS_OF)
    assert report.differing > 0
    assert {one.measure for one in report.differences} <= {"fyp", "teams_qualified", "fyp_top10pct"}
    one = next(one for one in report.differences if one.measure == "fyp")
    assert one.kept - one.full == 1.0


def test_a_check_of_what_was_never_counted_compares_nothing(insurer):
    report = recompute(insurer.tables).check(AS_OF)
    assert (report.days, report.values, report.differing) == (0, 0, 0)
