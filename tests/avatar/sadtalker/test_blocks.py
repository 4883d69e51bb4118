import torch
from torch import nn

from avatar.sadtalker.blocks import Down, Layer, Residual3d, Spectral, Up, chain, fold, grid
from tests.avatar.sadtalker.varied import noise, varied


def test_a_spectral_convolution_is_divided_by_its_largest_singular_value():
    layer = Spectral(6, 4)
    flat = layer.weight_orig.detach().reshape(4, -1)
    left, values, right = torch.linalg.svd(flat)
    layer.weight_u.copy_(left[:, 0])
    layer.weight_v.copy_(right[0])
    assert torch.allclose(layer.folded().weight, layer.weight_orig / values[0], atol=1e-6)


def test_folding_changes_no_result():
    network = varied(chain(a=Layer(2, 3, 8, 0.01), b=Down(2, 8, 8), c=Spectral(8, 5)), 3)
    x = noise(2, 3, 16, 16)
    before = network(x)
    after = fold(network)(x)
    assert torch.allclose(before, after, atol=1e-5)
    assert not [part for part in network.modules() if isinstance(part, (Spectral, nn.BatchNorm2d))]


def test_a_volume_keeps_its_depth():
    x = noise(1, 4, 6, 8, 8)
    assert varied(Down(3, 4, 5), 1)(x).shape == (1, 5, 6, 4, 4)
    assert varied(Up(3, 4, 5), 1)(x).shape == (1, 5, 6, 16, 16)
    assert varied(Residual3d(4), 1)(x).shape == x.shape


def test_what_came_in_is_added():
    block = varied(Residual3d(4), 1)
    block.conv2.weight.zero_()
    block.conv2.bias.zero_()
    x = noise(1, 4, 2, 4, 4)
    assert torch.equal(block(x), x)


def test_the_grid_has_x_first_and_both_ends():
    found = grid((2, 3, 5), noise(1))
    assert found.shape == (2, 3, 5, 3)
    assert found[0, 0, 0].tolist() == [-1, -1, -1]
    assert found[1, 1, 4].tolist() == [1, 0, 1]
