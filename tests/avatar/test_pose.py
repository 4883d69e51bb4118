from dataclasses import FrozenInstanceError, astuple, replace

import pytest

from avatar.pose import REST, REST_SMILE, Mouth, Pose
from avatar.visemes import SHAPES


def test_the_resting_mouth_is_the_mouth_of_silence():
    assert astuple(Mouth()) == pytest.approx(SHAPES["sil"])


def test_a_mouth_has_as_many_numbers_as_a_shape():
    for numbers in SHAPES.values():
        assert astuple(Mouth(*numbers)) == tuple(numbers)


def test_a_pose_without_more_is_the_resting_pose():
    assert Pose() == REST
    assert (REST.smile, REST.mouth) == (REST_SMILE, Mouth())
    still = {name: value for name, value in vars(REST).items() if name not in ("smile", "mouth")}
    assert set(still.values()) == {0.0}


@pytest.mark.parametrize("part", [name for name in vars(REST) if name != "mouth"])
def test_every_part_makes_another_pose(part):
    assert replace(REST, **{part: 0.9}) != REST


def test_nobody_moves_the_resting_pose():
    with pytest.raises(FrozenInstanceError):
        REST.blink = 1.0
    with pytest.raises(FrozenInstanceError):
        REST.mouth.open = 1.0
