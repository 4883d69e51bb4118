"""The healthy twin is the draw itself; the planted one is it less what the plants take."""

import numpy as np
import pytest

from data.demo import plants
from data.demo.dice import streams
from data.demo.harm import harm


@pytest.fixture(scope="module")
def healthy(drawn):
    return harm(drawn, None, streams(7))


@pytest.fixture(scope="module")
def hurt(drawn):
    return harm(drawn, plants.scene(drawn.world.orgs, drawn.world.line, streams(7)["plants"]), streams(7))


def test_the_healthy_insurer_is_the_draw(drawn, healthy):
    assert healthy.place is None
    assert healthy.movements is drawn.movements
    assert healthy.assigns is drawn.assigns
    assert healthy.kept_steps.all()
    assert not healthy.gone.any()


def test_masks_fit_what_they_cover(drawn, hurt):
    assert len(hurt.applications) == len(drawn.cases.agent)
    assert len(hurt.policies) == len(drawn.policies.agent)
    assert len(hurt.kept_steps) == len(hurt.steps.due)
    assert len(hurt.gone) == drawn.world.people.size


def test_the_twins_share_their_steps_but_for_the_days_of_late_payments(healthy, hurt):
    assert (hurt.steps.due == healthy.steps.due).all()
    assert (hurt.steps.kind == healthy.steps.kind).all()
    moved = hurt.steps.day != healthy.steps.day
    assert moved.any()
    assert (hurt.steps.kind[moved] == 3).all()


def test_who_is_gone_leaves_on_the_plants_day(hurt):
    gone = np.flatnonzero(hurt.gone)
    left = hurt.movements.filter(kind="terminate", day=hurt.place.start)["agent_id"].to_numpy() - 1
    assert len(gone) > 0
    assert np.isin(gone, left).all()
    after = hurt.movements.filter(hurt.movements["day"] > hurt.place.start)["agent_id"].to_numpy() - 1
    assert not np.isin(gone, after).any()


def test_nothing_is_taken_before_the_plants(drawn, hurt):
    early = min(hurt.place.start, hurt.place.fake_start)
    assert hurt.applications[drawn.cases.applied < early].all()
    assert hurt.policies[drawn.policies.issued < early].all()
    assert hurt.kept_steps[hurt.steps.day < early].all()
