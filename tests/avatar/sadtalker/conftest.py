"""Narrow networks with random weights: plumbing, not quality. Without torch only what needs none is tested."""

import os
from importlib.util import find_spec

import numpy as np
import pytest

if find_spec("torch") or os.environ.get("COCKPIT_REQUIRE_ALL") == "1":
    import torch
    from safetensors.torch import save_file

    from avatar.sadtalker.mapping import MappingNet
    from avatar.sadtalker.networks import Networks
    from avatar.sadtalker.portrait import Portrait
    from avatar.sadtalker.prepared import prepare, prepared
    from tests.avatar.sadtalker.varied import SIZE, THIN, varied
else:
    collect_ignore_glob = ["test_[!tm]*.py", "test_talker.py", "test_mapping.py"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A user's folder: the published files, but narrow and random."""
    torch.set_num_threads(1)
    home = tmp_path_factory.mktemp("weights")
    save_file(varied(Networks(THIN), 1).state_dict(), home / f"SadTalker_V0.0.2_{SIZE}.safetensors")
    torch.save({"mapping": varied(MappingNet(73, THIN), 2).state_dict()}, home / "mapping_00109-model.pth.tar")
    return home


@pytest.fixture(scope="session")
def somebody():
    rng = np.random.default_rng(0)
    picture = np.kron(rng.integers(0, 255, (40, 30, 4), np.uint8), np.ones((10, 10, 1), np.uint8))
    picture[..., 3] = 255
    points = np.array([[145, 200], [180, 200], [163, 220], [150, 240], [175, 240]], np.float64)
    return Portrait(picture, points)


@pytest.fixture(scope="session")
def keep(folder, somebody, tmp_path_factory):
    home = tmp_path_factory.mktemp("kept")
    prepare(folder, somebody, home, SIZE, THIN)
    return home


@pytest.fixture(scope="session")
def kept(keep):
    return prepared(keep)
