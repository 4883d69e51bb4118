import pytest
import torch

from avatar.sadtalker.blocks import fold, grid
from avatar.sadtalker.generator import Generator
from avatar.sadtalker.motion import heated, moved
from avatar.sadtalker.performer import lowered
from avatar.sadtalker.spade import SpadeBlock
from tests.avatar.sadtalker.varied import SIZE, THIN, noise, varied


@pytest.fixture(scope="module")
def painter():
    torch.set_num_threads(1)
    return fold(varied(Generator(THIN), 1))


@pytest.fixture(scope="module")
def scene(painter):
    source = noise(1, 15, 3) * 0.3
    driving = source + 0.1 * noise(3, 15, 3, seed=1)
    return *painter.appearance(noise(1, 3, SIZE, SIZE, seed=2).sigmoid()), source, driving


@torch.inference_mode()
def test_a_batch_equals_its_pictures(painter, scene):
    volume, compressed, source, driving = scene
    whole = painter(*scene)
    assert whole.shape == (3, 3, SIZE, SIZE)
    single = painter(volume, compressed, source, driving[1:2])
    assert (whole[1:2] - single).abs().max() < 1e-4
    assert (whole[0] - whole[1]).abs().max() > 1e-2
    assert 0 <= whole.min() < whole.max() <= 1


@pytest.mark.parametrize("size", [256, 512])
def test_the_true_networks_paint_pictures_of_both_published_sizes(size):
    with torch.device("meta"):
        painter = Generator()
        volume, compressed = painter.appearance(torch.empty(1, 3, size, size))
        picture = fold(painter.eval())(volume, compressed, torch.empty(1, 15, 3), torch.empty(2, 15, 3))
    assert volume.shape == (1, 32, 16, size // 4, size // 4)
    assert compressed.shape == (1, 4, 16, size // 4, size // 4)
    assert picture.shape == (2, 3, size, size)


@torch.inference_mode()
def test_in_bfloat16_it_paints_nearly_the_same(painter, scene):
    low = lowered(fold(varied(Generator(THIN), 1)))
    volume, compressed, source, driving = scene
    found = low(volume.bfloat16(), compressed.bfloat16(), source, driving[:1])
    assert found.dtype == torch.bfloat16
    assert (found - painter(volume, compressed, source, driving[:1])).abs().mean() < 0.02


@torch.inference_mode()
def test_it_can_be_compiled_whole(painter, scene):
    volume, compressed, source, driving = scene
    whole = torch.compile(painter, dynamic=False, fullgraph=True, backend="eager")
    given = (volume, compressed, source, driving[:1])
    assert (whole(*given) - painter(*given)).abs().max() < 1e-5


@torch.inference_mode()
def test_what_is_hidden_is_not_painted_from_the_portrait(scene):
    painter = fold(varied(Generator(THIN), 1))
    painter.dense_motion_network.occlusion.bias.fill_(-1e9)
    volume, compressed, source, driving = scene
    hidden = painter(volume, compressed, source, driving[:1])
    assert torch.equal(hidden, painter(volume + 1, compressed, source, driving[:1]))


def test_a_point_that_does_not_move_leaves_its_place():
    places, source = grid((2, 3, 3), noise(1)), noise(1, 15, 3)
    found = moved(places, source, source.clone())
    assert torch.equal(found, places.expand_as(found))


def test_where_a_point_went_the_place_comes_from_where_it_was():
    places, source = grid((2, 3, 3), noise(1)), noise(1, 15, 3)
    found = moved(places, source, source + torch.tensor([0.25, 0, 0]))
    assert torch.equal(found[:, 0], places[None])
    assert torch.allclose(found[:, 1:] - places, torch.tensor([-0.25, 0, 0]).expand_as(found[:, 1:]), atol=1e-6)


def test_heat_is_greatest_at_the_point():
    places = grid((5, 5, 5), noise(1))
    found = heated(places, torch.tensor([[[0.5, 0.0, -1.0]]]))[0, 0]
    assert found[0, 2, 3] == 1
    assert found.sum() < 1.01


def test_a_block_without_a_shortcut_of_its_own_adds_what_came_in():
    block = fold(varied(SpadeBlock(8, 8, 4, 6), 1))
    block.conv_1.weight.zero_()
    block.conv_1.bias.zero_()
    x = noise(1, 8, 4, 4)
    assert torch.equal(block(x, noise(1, 4, 2, 2)), x)
    assert "conv_s.weight_orig" in SpadeBlock(8, 4, 4, 6).state_dict()
