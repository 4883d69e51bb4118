import shutil

import pytest
import torch

from avatar.sadtalker import PREPARED
from avatar.sadtalker.coefficients import Manner
from avatar.sadtalker.prepared import prepare, prepared
from data.errors import UserError
from tests.avatar.sadtalker.varied import SIZE, THIN


def test_what_a_portrait_needs_is_kept(kept, somebody):
    face = kept.face
    assert face.coefficients.shape == (73,)
    assert face.canonical.shape == (15, 3)
    assert face.volume.shape == (1, 4, 16, SIZE // 4, SIZE // 4)
    assert face.compressed.shape == face.volume.shape
    assert (kept.picture == somebody.picture).all()
    assert (kept.box, kept.size, kept.manner) == (somebody.box, SIZE, Manner())
    assert somebody.digest in kept.key


def test_the_face_is_read_in_the_crop(kept):
    scale, x, y = kept.face.coefficients[70:].tolist()
    assert scale == pytest.approx(224 / SIZE, rel=0.3)
    assert (x, y) == pytest.approx((SIZE / 2, SIZE / 2), abs=SIZE / 6)


def test_the_same_again_is_the_same(folder, somebody, kept, tmp_path):
    prepare(folder, somebody, tmp_path, SIZE, THIN)
    again = prepared(tmp_path)
    assert again.key == kept.key
    assert torch.equal(again.face.volume, kept.face.volume)


def test_nothing_prepared_is_said_with_the_remedy(tmp_path):
    with pytest.raises(UserError, match="sadtalker prepare"):
        prepared(tmp_path)


def test_other_weights_or_none_are_noticed(folder, somebody, tmp_path):
    mine = tmp_path / "weights"
    shutil.copytree(folder, mine)
    prepare(mine, somebody, tmp_path, SIZE, THIN)
    path = next(mine.glob("*.safetensors"))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(UserError, match="other weights"):
        prepared(tmp_path)
    path.unlink()
    with pytest.raises(UserError, match="no longer there"):
        prepared(tmp_path)
    assert (tmp_path / PREPARED).exists()
