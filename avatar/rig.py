"""Composes one presenter: every layer goes through one affine transform, in the film and on a terminal alike."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from avatar.easel import NO_PARAMS, Easel, Params
from avatar.pose import Mouth, Pose
from avatar.presenters import Presenter
from avatar.sprites import Matrix, Pixels, Sprite, put, shift, turn, warped

NECK_Y = 150.0  # the head turns about this point
CROWN_Y = -120.0  # and the hair about this one
JAW_DROP = 9  # rig units at jaw = 1
EYE_X = 41
MOUTH_Y = 85
TORSO = "torso"

# Steps per unit of each parameter that changes a drawing: finer is not seen, coarser is.
MOUTH_STEPS = {"open": 24, "wide": 8, "teeth": 4, "tongue": 3, "tuck": 3, "press": 3}
SMILE_STEPS = 8
EYE_STEPS = {"blink": 8, "gx": 10, "gy": 10, "smile": 4}
JAW_STEPS = 2  # per rig unit
TORSO_STEPS = 8  # per pixel: breath is slow, so most frames reuse the last warp


@dataclass(frozen=True, eq=False)
class Placed:
    """A drawing, a layer with its parameters, and where it goes in rig units."""

    layer: str
    place: Matrix
    params: Params = field(default_factory=lambda: NO_PARAMS)


def snap(value: float, steps: int) -> float:
    return round(value * steps) / steps


def mouth_params(mouth: Mouth, smile: float) -> dict[str, float]:
    """The parameters of the mouth's drawing, rounded so that drawings come again."""
    lips = {name: snap(getattr(mouth, name), steps) for name, steps in MOUTH_STEPS.items()}
    return {**lips, "smile": snap(smile, SMILE_STEPS)}


def placed(presenter: Presenter, pose: Pose) -> Iterator[Placed]:
    """All layers of a pose from the back to the front; always the same layers in the same order."""
    hair = turn(0.5 * pose.swing, 0, CROWN_Y)
    yield Placed("hair_back", _neck(pose, 0.9) @ shift(-4 * pose.yaw, 0) @ hair)
    yield Placed(TORSO, shift(snap(0.25 * pose.dx, TORSO_STEPS), snap(-18 - 1.8 * pose.breath, TORSO_STEPS)))
    yield from _head(presenter, pose, _neck(pose, 1.0))


def _neck(pose: Pose, share: float) -> Matrix:
    """Where the head goes: a nod, a sway and a roll about the base of the neck."""
    return shift(share * pose.dx, share * pose.dy - 1.3 * pose.breath) @ turn(share * pose.roll, 0, NECK_Y)


def _head(presenter: Presenter, pose: Pose, head: Matrix) -> Iterator[Placed]:
    yaw, pitch, jaw = pose.yaw, pose.pitch, JAW_DROP * pose.mouth.jaw
    yield Placed("face", head @ shift(2 * yaw, 2 * pitch), {"jaw": snap(jaw, JAW_STEPS)})
    features = head @ shift(8 * yaw, 7 * pitch)
    for side in (-1, 1):
        yield from _eye(presenter, pose, side, features)
    lean = 0.5 + 1.1 * yaw  # nobody's mouth is quite level
    mouth = shift(9 * yaw, MOUTH_Y + 7 * pitch + 0.35 * jaw) @ turn(lean, squeeze=1 - 0.03 * abs(yaw))
    yield Placed("mouth", head @ mouth, mouth_params(pose.mouth, pose.smile))
    yield Placed("nose", head @ shift(12 * yaw, 9 * pitch))
    for layer in presenter.extras:
        yield Placed(layer, features)
    yield Placed("hair_front", head @ shift(3.5 * yaw, 1.5 * pitch) @ turn(pose.swing, 0, CROWN_Y))


def _eye(presenter: Presenter, pose: Pose, side: int, features: Matrix) -> Iterator[Placed]:
    """The eye that turns away gets narrower; the brow above it rises, or is drawn towards the other."""
    place = features @ shift(side * EYE_X, 0) @ turn(0, squeeze=1 - 0.05 * side * pose.yaw)
    params = {name: snap(getattr(pose, name), steps) for name, steps in EYE_STEPS.items()}
    yield Placed("eye", place, {"side": side, **params})
    y = presenter.shape["brow_y"] - 5.5 * pose.brow + 1.5 * pose.concern
    brow = shift(-2.4 * side * pose.concern, y) @ turn(side * (4.5 * pose.concern - 2 * pose.brow))
    yield Placed("brow", place @ brow, {"side": side})


@dataclass
class Rig:
    """Draws poses with the rig's origin at `x`, `y` of the canvas, which is BGRA (height, width, 4)."""

    easel: Easel
    x: float
    y: float
    _torso: tuple[bytes, Sprite | None] | None = field(default=None, init=False)

    def draw(self, canvas: Pixels, pose: Pose) -> None:
        size = (canvas.shape[1], canvas.shape[0])
        for one in placed(self.easel.presenter, pose):
            put(canvas, self._still(one, size) if one.layer == TORSO else self._warped(one, size))

    def _warped(self, one: Placed, size: tuple[int, int]) -> Sprite | None:
        return warped(self.easel.layer(one.layer, **one.params), shift(self.x, self.y) @ one.place, size)

    def _still(self, one: Placed, size: tuple[int, int]) -> Sprite | None:
        """The largest layer moves least: its last warp serves as long as it stands where it stood."""
        where = one.place.tobytes()
        if self._torso is None or self._torso[0] != where:
            self._torso = (where, self._warped(one, size))
        return self._torso[1]
