import pickle

import pytest
import torch
from safetensors.torch import load_file, save_file

from avatar.sadtalker import weights
from avatar.sadtalker.mapping import MappingNet
from avatar.sadtalker.networks import Networks
from avatar.sadtalker.weights import Weights
from data.errors import UserError
from tests.avatar.sadtalker.varied import SIZE, THIN, varied


@pytest.fixture(scope="module")
def chosen(folder, tmp_path_factory):
    kept = tmp_path_factory.mktemp("mapping")
    return Weights(weights.published(folder, SIZE), weights.mapping(folder, kept, THIN), THIN)


def test_the_published_names_and_shapes_are_accepted(chosen):
    chosen.check()
    assert chosen.coefficients == 73


def test_every_network_holds_its_own_tensors(chosen):
    whole = varied(Networks(THIN), 0).state_dict() | load_file(chosen.published)
    made = {"kp_extractor": chosen.keypoints(), "audio2exp": chosen.expression(), "audio2pose": chosen.pose()}
    for prefix, network in (made | {"face_3drecon": chosen.reader()}).items():
        assert not network.training
        for name, tensor in network.state_dict().items():
            assert torch.equal(tensor, whole[f"{prefix}.{name}"])
    assert not [name for name in chosen.generator().state_dict() if "weight_orig" in name]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda all_: all_.pop("kp_extractor.kp.bias"), "lacks kp_extractor.kp.bias"),
        (lambda all_: all_.update({"eyes.weight": torch.zeros(2)}), "holds besides eyes.weight"),
        (
            lambda all_: all_.update({"kp_extractor.kp.bias": torch.zeros(2)}),
            r"kp_extractor.kp.bias is \(2,\), not \(15,\)",
        ),
        (lambda all_: [all_.pop(name) for name in list(all_)[:7]], "and 2 more"),
    ],
)
def test_anything_else_is_named(chosen, tmp_path, change, told):
    tensors = load_file(chosen.published)
    change(tensors)
    path = tmp_path / "other.safetensors"
    save_file(tensors, path)
    with pytest.raises(UserError, match=told) as error:
        Weights(path, chosen.mapping, THIN).check()
    assert str(path) in str(error.value)


def test_what_is_no_safetensors_file_is_refused(chosen, tmp_path):
    path = tmp_path / "broken.safetensors"
    path.write_bytes(b"nothing of the kind")
    for wrong in (path, tmp_path / "absent.safetensors"):
        with pytest.raises(UserError, match="safetensors"):
            Weights(wrong, chosen.mapping, THIN).check()


def test_missing_files_are_named(tmp_path):
    with pytest.raises(UserError, match=r"SadTalker_V0\.0\.2_256\.safetensors"):
        weights.published(tmp_path, 256)
    with pytest.raises(UserError, match="mapping_00229-model"):
        weights.mapping(tmp_path, tmp_path)


def test_the_mapping_for_the_crop_serves_where_it_is_alone(tmp_path):
    torch.save({"mapping": MappingNet(70, THIN).state_dict()}, tmp_path / "mapping_00229-model.pth.tar")
    path = weights.mapping(tmp_path, tmp_path / "kept", THIN)
    assert Weights(path, path, THIN).coefficients == 70


class Evil:
    def __reduce__(self):
        return (print, ("run!",))


def test_nothing_in_a_pickle_is_run(tmp_path, capsys):
    path = tmp_path / "mapping_00109-model.pth.tar"
    path.write_bytes(pickle.dumps({"mapping": Evil()}, protocol=2))
    with pytest.raises(UserError, match="cannot be read"):
        weights.mapping(tmp_path, tmp_path, THIN)
    torch.save({"mapping": Evil()}, path)
    with pytest.raises(UserError, match="cannot be read"):
        weights.mapping(tmp_path, tmp_path, THIN)
    assert "run!" not in capsys.readouterr().out


def test_a_mapping_of_another_kind_is_refused(tmp_path):
    torch.save({"mapping": MappingNet(70, THIN).state_dict()}, tmp_path / "mapping_00109-model.pth.tar")
    with pytest.raises(UserError, match=r"first.0.weight is .*70, 7.*73, 7"):
        weights.mapping(tmp_path, tmp_path, THIN)
