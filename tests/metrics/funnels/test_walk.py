"""The way through the stages against following every entrant by itself, day by day."""

from collections import Counter
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.funnels.definition import Campaign, Exit, Stage
from metrics.funnels.entrants import KEYS, SEGMENT, TENURE
from metrics.funnels.steps import Events
from metrics.funnels.walk import walk

START = date(2026, 1, 1)
STAGES, OUTS = ("met", "asked", "signed"), ("moved", "died")
EVENT = st.tuples(
    st.sampled_from(STAGES + OUTS), st.integers(1, 3), st.integers(0, 14), st.integers(0, 2), st.integers(0, 9)
)
WORTHS = ("took", "policies", "cents")
ENTRANT = st.tuples(st.integers(1, 3), st.integers(0, 6))
EXIT = st.tuples(st.sampled_from((*OUTS, "signed")), st.integers(0, 2))


def campaign(days, exits=(), order="listed"):
    stages = [Stage("came", "", ""), *(Stage(name, "", "", days=own) for name, own in zip(STAGES, days, strict=True))]
    outs = tuple(Exit(str(at), event, stages[after].event, "", "") for at, (event, after) in enumerate(exits))
    return Campaign("x", 1, "", "", "customer", (1,), tuple(stages), order, outs)


def entered(entrants):
    """Every entrant in a unit of its own, so that each is found in the counts."""
    rows = [(who, START + timedelta(day), START, at, "y1", "a", True, 0, 0) for at, (who, day) in enumerate(entrants)]
    kinds = (pl.Int64, pl.Date, pl.Date, pl.Int64, TENURE, SEGMENT, pl.Boolean, pl.Int64, pl.Int64)
    return pl.DataFrame(
        rows, dict(zip(("entity", "day", *KEYS, "policies", "cents"), kinds, strict=True)), orient="row"
    )


def told(events):
    names = {"entity": pl.Int64, "day": pl.Date, "policies": pl.Int64, "cents": pl.Int64}
    rows = {name: [(who, START + timedelta(day), *worth) for one, who, day, *worth in events if one == name]
            for name in STAGES + OUTS}  # fmt: skip
    return {name: Events.of(pl.DataFrame(found, names, orient="row")) for name, found in rows.items()}


def by_entrant(frames, names):
    """The values of each entrant (a unit) at each stage."""
    rows = (row for frame in frames for row in frame.select("unit", "stage", *names).iter_rows())
    return {(at, stage): tuple(values) for at, stage, *values in rows}


def first(events, name, who, begin, end):
    """The first day of such an event between two days, and what that day's events are worth; None without one."""
    days = [day for one, other, day, *_ in events if (one, other) == (name, who) and begin <= day <= end]
    if not days:
        return None
    same = [worth for one, other, day, *worth in events if (one, other, day) == (name, who, min(days))]
    return min(days), sum(policies for policies, _ in same), sum(cents for _, cents in same)


def followed(shown, events, who, begin):
    """Of one entrant: the stages reached (stage: days, policies, cents), and the stage and exit by which it left."""
    reached, day, end = {0: (0, 0, 0)}, begin, begin + shown.days
    for at, stage in enumerate(shown.stages[1:], start=1):
        found = first(events, stage.event, who, day, day + stage.days)
        outs = [(out[0], place) for place, one in enumerate(shown.exits)
                if one.after in [before.event for before in shown.stages[:at]]
                and (out := first(events, one.event, who, day, end))]  # fmt: skip
        if outs and (not found or min(outs)[0] < found[0]):
            return reached, (at - 1, min(outs)[1])
        if not found:
            return reached, None
        reached[at] = (found[0] - day, *found[1:])
        day = found[0]
    return reached, None


@given(st.lists(EVENT, max_size=25), st.lists(ENTRANT, min_size=1, max_size=5),
       st.tuples(*[st.integers(0, 6)] * 3), st.lists(EXIT, max_size=3))  # fmt: skip
def test_in_the_listed_order_each_stage_comes_from_the_one_before_unless_the_entity_left(events, entrants, days, exits):
    shown = campaign(days, exits)
    way = walk(shown, entered(entrants), told(events))
    expected = [followed(shown, events, who, day) for who, day in entrants]
    reached = {(at, stage): worth for at, (own, _) in enumerate(expected) for stage, worth in own.items()}
    assert by_entrant(way.reached, WORTHS) == reached
    left = [row for frame in way.left for row in frame.select("unit", "stage", "exit").iter_rows()]
    assert sorted(left) == [(at, *out) for at, (_, out) in enumerate(expected) if out]
    lost = Counter(max(own) for own, out in expected if not out and len(own) < len(shown.stages))
    for stage in range(len(STAGES)):
        ways = len(way.reached[stage + 1]) + sum(one == stage for _, one, _ in left) + lost[stage]
        assert len(way.reached[stage]) == ways
    assert not way.both


@given(st.lists(EVENT, max_size=25), st.lists(ENTRANT, min_size=1, max_size=5), st.tuples(*[st.integers(0, 4)] * 3))
def test_in_any_order_a_stage_is_reached_inside_the_whole_window(events, entrants, days):
    shown = campaign(days, order="any")
    way = walk(shown, entered(entrants), told(events))
    reached, both = {}, {}
    for at, (who, day) in enumerate(entrants):
        found = [(day, 0, 0), *(first(events, name, who, day, day + sum(days)) for name in STAGES)]
        reached |= {(at, stage): (one[0] - day, *one[1:]) for stage, one in enumerate(found) if one}
        end = found[-1][1:] if found[-1] else (0, 0)
        before = [found[0], *found[:-1]]
        both |= {(at, stage): (int(bool(before[stage])), *end) for stage, one in enumerate(found) if one}
    assert by_entrant(way.reached, WORTHS) == reached
    assert by_entrant(way.both, ("entities", *WORTHS[1:])) == both
    assert not way.left


def test_on_the_day_of_the_next_stage_nobody_leaves_and_of_two_exits_the_first_listed_counts():
    shown = campaign((5, 5, 5), [("died", 0), ("moved", 0)])
    events = [("met", 1, 3, 0, 0), ("moved", 1, 3, 0, 0), ("died", 1, 3, 0, 0), ("asked", 1, 4, 0, 0)]
    way = walk(shown, entered([(1, 0)]), told(events))
    assert [len(frame) for frame in way.reached] == [1, 1, 0, 0]
    assert [frame.select("stage", "exit").rows() for frame in way.left] == [[], [(1, 0)], []]


@pytest.mark.parametrize("events", [[], [("met", 1, 1, 0, 0)], [("met", 1, 1, 0, 0), ("asked", 1, 2, 0, 0)]])
def test_who_waits_in_vain_for_a_stage_may_leave_until_the_whole_window_ends(events):
    shown = campaign((2, 3, 4), [("moved", 0)])
    for day, left in ((9, 1), (10, 0)):
        way = walk(shown, entered([(1, 0)]), told([*events, ("moved", 1, day, 0, 0)]))
        assert len(way.left[len(events)]) == left
