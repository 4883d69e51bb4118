import math

import pytest
import torch

from avatar.sadtalker.mapping import Head, MappingNet, around, degrees, rotation
from tests.avatar.sadtalker.varied import noise, varied


def test_the_pictures_around_are_seen_and_the_ends_held():
    found = around(torch.arange(40.0)[:, None].repeat(1, 70), torch.tensor([0, 20, 39]))
    assert found.shape == (3, 70, 27)
    assert found[0, 0].tolist() == [0.0] * 13 + list(range(14))
    assert found[1, 5].tolist() == list(range(7, 34))
    assert found[2, 0].tolist() == [*range(26, 40), *[39.0] * 13]


def test_an_angle_is_the_mean_of_its_bins():
    logits = torch.full((2, 66), -30.0)
    logits[0, 33] = logits[1, [10, 20]] = 30
    assert degrees(logits).tolist() == pytest.approx([0, -54], abs=1e-3)


def test_the_head_turns_about_its_axes():
    yaw, pitch, roll = (rotation(torch.eye(3)[at][None] * 30)[0] for at in range(3))
    s = math.sin(30 / 180 * 3.14)
    assert (yaw @ torch.tensor([0.0, 0, 1])).tolist() == pytest.approx([s, 0, math.sqrt(1 - s * s)], abs=1e-6)
    assert (pitch @ torch.tensor([0.0, 0, 1])).tolist() == pytest.approx([0, -s, math.sqrt(1 - s * s)], abs=1e-6)
    assert (roll @ torch.tensor([1.0, 0, 0])).tolist() == pytest.approx([math.sqrt(1 - s * s), s, 0], abs=1e-6)


def test_turns_come_in_the_published_order():
    angles = torch.tensor([[20.0, 30, 40]])
    yaw, pitch, roll = (rotation(torch.eye(3)[at][None] * angles) for at in range(3))
    assert torch.allclose(rotation(angles), pitch @ yaw @ roll, atol=1e-6)


def test_points_turn_lift_and_move():
    canonical = noise(15, 3)
    head = Head(torch.tensor([[10.0, -20, 5]]), torch.tensor([[9.0, 0.3, 9.0]]), noise(1, 15, 3, seed=1))
    found = head.keypoints(canonical)[0]
    turned = torch.stack([rotation(head.angles)[0] @ point for point in canonical])
    assert torch.allclose(found, turned + torch.tensor([0, 0.3, 0]) + head.points[0], atol=1e-5)


def test_at_no_share_of_the_way_the_head_is_exactly_at_rest():
    rest = Head(noise(1, 3), noise(1, 3, seed=1), noise(1, 15, 3, seed=2))
    there = Head(noise(2, 3, seed=3), noise(2, 3, seed=4), noise(2, 15, 3, seed=5))
    found = there.near(rest, torch.tensor([0.0, 1.0]), torch.tensor([0.0, 0.5]))
    assert torch.equal(found.angles[0], rest.angles[0])
    assert torch.equal(found.points[0], rest.points[0])
    assert torch.allclose(found.shift[1], there.shift[1])
    assert torch.allclose(found.points[1], (there.points[1] + rest.points[0]) / 2, atol=1e-6)


@pytest.mark.parametrize("coefficients", [70, 73])
def test_a_batch_equals_its_pictures(coefficients):
    network, seen = varied(MappingNet(coefficients, 8), 1), noise(5, coefficients, 27)
    whole, single = network(seen), network(seen[3:4])
    assert whole.angles.shape == (5, 3)
    assert whole.points.shape == (5, 15, 3)
    for name in ("angles", "shift", "points"):
        assert torch.allclose(getattr(whole, name)[3:4], getattr(single, name), atol=1e-4)
        assert getattr(whole, name).std(dim=0).max() > 1e-3
