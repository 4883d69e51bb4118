"""Composes one presenter from sprites: every layer goes through one affine transform, straight into the picture."""

from dataclasses import astuple, dataclass, field, fields

from avatar.easel import Easel
from avatar.pose import Mouth, Pose
from avatar.sprites import Matrix, Pixels, Sprite, put, shift, turn, warped

NECK_Y = 150.0  # the head turns about this point
CROWN_Y = -120.0  # and the hair about this one
JAW_DROP = 9  # rig units at jaw = 1
EYE_X = 41
MOUTH_Y = 85

# Steps per unit of each parameter that changes a drawing: finer is not seen, coarser is.
MOUTH_STEPS = {"open": 24, "wide": 8, "teeth": 4, "tongue": 3, "tuck": 3, "press": 3, "smile": 8}
EYE_STEPS = {"blink": 8, "gx": 10, "gy": 10, "smile": 4}
JAW_STEPS = 2  # per rig unit
TORSO_STEPS = 8  # per pixel: breath is slow, so most frames reuse the last warp


def snap(value: float, steps: int) -> float:
    return round(value * steps) / steps


def mouth_params(mouth: Mouth, smile: float) -> dict[str, float]:
    """The parameters of the mouth's drawing, rounded so that drawings come again."""
    values = dict(zip((f.name for f in fields(mouth)), astuple(mouth), strict=True)) | {"smile": smile}
    return {name: snap(values[name], steps) for name, steps in MOUTH_STEPS.items()}


@dataclass
class Rig:
    """Draws poses with the rig's origin at `x`, `y` of the canvas, which is BGRA (height, width, 4)."""

    easel: Easel
    x: float
    y: float
    _torso: tuple[tuple[float, float], Sprite | None] | None = field(default=None, init=False)

    def draw(self, canvas: Pixels, pose: Pose) -> None:
        stage = shift(self.x, self.y)
        hair = turn(0.5 * pose.swing, 0, CROWN_Y)
        self._blit(canvas, "hair_back", stage @ self._neck(pose, 0.9) @ shift(-4 * pose.yaw, 0) @ hair)
        self._draw_torso(canvas, pose)
        self._draw_head(canvas, pose, stage @ self._neck(pose, 1.0))

    def _neck(self, pose: Pose, share: float) -> Matrix:
        """Where the head goes: a nod, a sway and a roll about the base of the neck."""
        return shift(share * pose.dx, share * pose.dy - 1.3 * pose.breath) @ turn(share * pose.roll, 0, NECK_Y)

    def _draw_torso(self, canvas: Pixels, pose: Pose) -> None:
        x = self.x + snap(0.25 * pose.dx, TORSO_STEPS)
        y = self.y + snap(-18 - 1.8 * pose.breath, TORSO_STEPS)
        if self._torso is None or self._torso[0] != (x, y):
            size = (canvas.shape[1], canvas.shape[0])
            self._torso = ((x, y), warped(self.easel.layer("torso"), shift(x, y), size))
        put(canvas, self._torso[1])

    def _draw_head(self, canvas: Pixels, pose: Pose, head: Matrix) -> None:
        yaw, pitch, jaw = pose.yaw, pose.pitch, JAW_DROP * pose.mouth.jaw
        self._blit(canvas, "face", head @ shift(2 * yaw, 2 * pitch), jaw=snap(jaw, JAW_STEPS))
        features = head @ shift(8 * yaw, 7 * pitch)
        for side in (-1, 1):
            self._draw_eye(canvas, pose, side, features)
        lean = 0.5 + 1.1 * yaw  # nobody's mouth is quite level
        mouth = shift(9 * yaw, MOUTH_Y + 7 * pitch + 0.35 * jaw) @ turn(lean, squeeze=1 - 0.03 * abs(yaw))
        self._blit(canvas, "mouth", head @ mouth, **mouth_params(pose.mouth, pose.smile))
        self._blit(canvas, "nose", head @ shift(12 * yaw, 9 * pitch))
        for layer in self.easel.presenter.extras:
            self._blit(canvas, layer, features)
        self._blit(canvas, "hair_front", head @ shift(3.5 * yaw, 1.5 * pitch) @ turn(pose.swing, 0, CROWN_Y))

    def _draw_eye(self, canvas: Pixels, pose: Pose, side: int, features: Matrix) -> None:
        """The eye that turns away gets narrower; the brow above it rises, or is drawn towards the other."""
        place = features @ shift(side * EYE_X, 0) @ turn(0, squeeze=1 - 0.05 * side * pose.yaw)
        params = {name: snap(getattr(pose, name), steps) for name, steps in EYE_STEPS.items()}
        self._blit(canvas, "eye", place, side=side, **params)
        y = self.easel.presenter.shape["brow_y"] - 5.5 * pose.brow + 1.5 * pose.concern
        brow = shift(-2.4 * side * pose.concern, y) @ turn(side * (4.5 * pose.concern - 2 * pose.brow))
        self._blit(canvas, "brow", place @ brow, side=side)

    def _blit(self, canvas: Pixels, layer: str, transform: Matrix, **params: float) -> None:
        put(canvas, warped(self.easel.layer(layer, **params), transform, (canvas.shape[1], canvas.shape[0])))
