import hashlib
from collections import Counter

from avatar.sadtalker.networks import manifest, mapping_manifest

PUBLISHED = {"audio2exp": 93, "audio2pose": 419, "face_3drecon": 332, "generator": 386, "kp_extractor": 75}
DIGEST = "cd47998239c19b7b"
"""Of `name shape` by line, sorted, of the published file and the two mappings; compared with them name by name."""


def listed(shapes):
    return "\n".join(f"{name} {'x'.join(map(str, shape))}" for name, shape in sorted(shapes.items()))


def test_the_manifest_is_that_of_the_published_file():
    found = manifest()
    assert Counter(name.split(".")[0] for name in found) == PUBLISHED
    assert len(found) == 1305
    told = "\n".join(map(listed, (found, mapping_manifest(70), mapping_manifest(73))))
    assert hashlib.sha256(told.encode()).hexdigest()[:16] == DIGEST


def test_some_tensors_are_where_the_published_ones_are():
    found = manifest()
    assert found["generator.decoder.up_0.conv_s.weight_orig"] == (256, 512, 1, 1)
    assert found["generator.dense_motion_network.mask.weight"] == (16, 112, 7, 7, 7)
    assert found["kp_extractor.predictor.conv.weight"] == (16384, 1024, 1, 1)
    assert found["audio2pose.netG.decoder.MLP.L0.weight"] == (128, 262)
    assert found["face_3drecon.final_layers.3.weight"] == (3, 2048, 1, 1)
    assert mapping_manifest(70)["first.0.weight"] == (1024, 70, 7)


def test_narrow_networks_have_the_same_names():
    assert manifest(8).keys() == manifest().keys()
