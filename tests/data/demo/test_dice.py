import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.demo import dice

hopes = st.lists(st.floats(0, 5), min_size=1, max_size=60).map(np.array)


def luck(seed=1):
    return np.random.default_rng(seed)


@given(hopes, st.integers(0, 99))
def test_counts_meet_the_expectation_of_every_run(expected, seed):
    drawn = dice.counts(expected, luck(seed))
    running = np.concatenate([[0], np.cumsum(drawn)]) - np.concatenate([[0], np.cumsum(expected)])
    gaps = running[:, None] - running[None, :]
    assert np.abs(gaps).max() <= 1 + 1e-6


@given(hopes, st.integers(0, 99))
def test_shares_stay_in_their_group(weights, seed):
    groups = np.sort(luck(seed).integers(0, 4, len(weights)))
    there = np.bincount(groups, weights, 4) > 0
    totals = np.where(there, [3, 1, 0, 2], 0)
    chosen = dice.shared(totals, groups, weights, luck(seed))
    assert np.bincount(groups[chosen], minlength=4).tolist() == totals.tolist()


def test_shares_follow_weights():
    chosen = dice.shared(np.array([30_000]), np.zeros(3, int), np.array([1.0, 0.0, 2.0]), luck())
    assert np.bincount(chosen, minlength=3) / 30_000 == pytest.approx([1 / 3, 0, 2 / 3], abs=0.01)


@given(st.integers(20, 300), st.integers(0, 50), st.integers(0, 99))
def test_even_luck_fills_every_run_evenly(size, start, seed):
    drawn = dice.even(start + size, luck(seed))[start:]
    assert ((drawn >= 0) & (drawn < 1)).all()
    assert (drawn < 0.5).sum() == pytest.approx(size / 2, abs=4)


def test_pick_follows_shares():
    chosen = dice.pick((1, 0, 3), 40_000, luck())
    assert np.bincount(chosen, minlength=3) / 40_000 == pytest.approx([0.25, 0, 0.75], abs=0.01)


def test_streams_are_independent_of_one_another():
    first, second = dice.streams(5), dice.streams(5)
    first["agents"].random(1_000)
    assert first["policies"].random() == second["policies"].random()
    assert dice.streams(5)["orgs"].random() != dice.streams(6)["orgs"].random()


def test_lots_belong_to_things_and_are_even():
    thing, day = np.arange(50_000), np.full(50_000, 20_000)
    lots = dice.lots(thing, day)
    assert (lots[:10] == dice.lots(thing[:10], day[:10])).all()
    assert ((lots >= 0) & (lots < 1)).all()
    assert np.histogram(lots, 10, (0, 1))[0] / 5_000 == pytest.approx([1] * 10, abs=0.06)
    for other in (dice.lots(thing + 1, day), dice.lots(thing, day + 1), dice.lots(day, thing)):
        assert abs(np.corrcoef(lots, other)[0, 1]) < 0.02
