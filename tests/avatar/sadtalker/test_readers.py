"""The networks that a portrait is shown to, and those that listen."""

import pytest
import torch

from avatar.sadtalker.expression import ExpNet, Heard
from avatar.sadtalker.keypoints import KeypointDetector
from avatar.sadtalker.pose import PoseVAE
from avatar.sadtalker.recon import FaceReader
from tests.avatar.sadtalker.varied import SIZE, THIN, noise, varied


@pytest.fixture(autouse=True)
def _inference():
    torch.set_num_threads(1)
    with torch.inference_mode():
        yield


def test_points_lie_apart_within_the_volume():
    network, pictures = varied(KeypointDetector(THIN), 1), noise(2, 3, SIZE, SIZE).sigmoid()
    found = network(pictures)
    assert found.shape == (2, 15, 3)
    assert found.abs().max() < 1 + 1e-5
    assert found[0].std(dim=0).min() > 1e-3
    assert torch.allclose(found[1:], network(pictures[1:]), atol=1e-4)


def test_a_face_is_read_as_70_numbers():
    network, pictures = varied(FaceReader(THIN), 1), noise(2, 3, 224, 224).sigmoid()
    found = network(pictures)
    assert found.shape == (2, 70)
    assert torch.allclose(found[:1], network(pictures[:1]), atol=1e-4)
    network.final_layers[3].weight.zero_()
    assert torch.equal(network(pictures)[:, 64:67], network.final_layers[3].bias.expand(2, -1))


def test_what_came_in_is_added_where_it_has_the_same_shape():
    x = noise(1, 4, 6, 6).abs()
    for layer, adds in ((Heard(4, 4), True), (Heard(4, 4, kernel=1, pad=0), False)):
        varied(layer, 1).conv_block[1].weight.zero_()
        layer.conv_block[1].bias.zero_()
        nothing = torch.zeros_like(x)
        shift = layer(nothing)
        assert torch.allclose(layer(x) - shift, x if adds else nothing, atol=1e-6)


def test_expression_depends_on_sound_reference_and_lids():
    network, windows = varied(ExpNet(THIN), 1), noise(3, 80, 16)
    face, lids = noise(1, 64, seed=1).expand(3, -1), torch.zeros(3, 1)
    found = network(windows, face, lids)
    assert found.shape == (3, 64)
    assert torch.allclose(found[1:2], network(windows[1:2], face[:1], lids[:1]), atol=1e-4)
    for other in ((windows + 1, face, lids), (windows, face + 1, lids), (windows, face, lids + 1)):
        assert (network(*other) - found).abs().max() > 1e-3


def test_a_block_of_poses_depends_on_sound_pose_dice_and_style():
    network = varied(PoseVAE(THIN), 1)
    given = (noise(32, 80, 16), noise(6, seed=1), noise(64, seed=2), 3)
    found = network(*given)
    assert found.shape == (32, 6)
    for at in range(3):
        other = list(given)
        other[at] = other[at] + 1
        assert (network(*other) - found).abs().max() > 1e-5
    assert (network(*given[:3], 4) - found).abs().max() > 1e-5
