"""What the presenter does in one frame."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mouth:
    """Seven numbers of a mouth; the defaults are the mouth at rest."""

    open: float = 0.0  # lip aperture 0..1
    wide: float = 0.0  # -1 rounded .. +1 spread
    teeth: float = 0.3  # upper teeth visible
    tongue: float = 0.0  # tongue tip raised
    tuck: float = 0.0  # lower lip under the teeth (F, V)
    press: float = 0.05  # lips pressed (M, B, P)
    jaw: float = 0.0  # chin drop


REST_SMILE = 0.42


@dataclass(frozen=True)
class Pose:
    """The rig's parameters; the defaults are the resting pose, in which every segment begins and ends."""

    yaw: float = 0.0  # -1..1, head turned to the right of the picture when positive
    pitch: float = 0.0  # -1..1, head lowered when positive
    roll: float = 0.0  # degrees
    dx: float = 0.0  # rig units
    dy: float = 0.0
    swing: float = 0.0  # degrees that the hair lags behind the head
    breath: float = 0.0  # 0..1
    blink: float = 0.0  # 0..1
    gx: float = 0.0  # gaze, -1..1
    gy: float = 0.0
    brow: float = 0.0  # -1 lowered .. 1 raised
    concern: float = 0.0  # 0..1, brows drawn together, inner ends up
    smile: float = REST_SMILE
    mouth: Mouth = field(default_factory=Mouth)


REST = Pose()
