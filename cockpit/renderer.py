"""Who is filmed: the drawn presenter, or the user's portrait where settings and machine allow it."""

from importlib.util import find_spec
from pathlib import Path

from avatar.performer import Performer
from avatar.types import FPS
from cockpit.settings import Settings
from data.errors import UserError

MINUTE = 60
PICTURES = FPS * MINUTE  # in a minute of film


def performer(settings: Settings) -> Performer | None:
    """The portrait that speaks, or None for the drawn presenter; tells how long it takes where no GPU paints."""
    if settings.renderer == "drawn" or (settings.renderer == "auto" and not ready(settings)):
        return None
    require()
    from avatar.sadtalker.performer import portrayed  # noqa: PLC0415 - torch is optional

    portrait = portrayed(settings.sadtalker)
    if not ready(settings):
        print(estimate(portrait.seconds_a_picture()), flush=True)
    return portrait


def ready(settings: Settings) -> bool:
    """Whether a prepared portrait, torch and a CUDA device are there."""
    if not find_spec("torch"):
        return False
    from avatar.sadtalker.performer import ready as prepared  # noqa: PLC0415 - torch is optional

    return prepared(settings.sadtalker)


def estimate(seconds: float) -> str:
    hours, minutes = divmod(round(seconds * PICTURES / MINUTE), MINUTE)
    return f"SadTalker without a GPU: {seconds:.1f} s a picture, {hours} h {minutes:02} min for a minute of film."


def prepare(settings: Settings, weights: Path, sheet: Path, size: int) -> str:
    """Check the user's weights and keep what the portrait needs; returns what was done."""
    require()
    from avatar.sadtalker.portrait import portrait  # noqa: PLC0415 - torch is optional
    from avatar.sadtalker.prepared import prepare as kept  # noqa: PLC0415

    return f"{kept(weights, portrait(sheet), settings.sadtalker, size)}: set COCKPIT_RENDERER to film with it"


def require() -> None:
    """UserError where the optional packages are not installed."""
    missing = [name for name in ("torch", "safetensors") if not find_spec(name)]
    if missing:
        remedy = "Run `.venv/bin/pip install -r requirements-sadtalker.txt`."
        raise UserError("SadTalker", f"{' and '.join(missing)} not installed", remedy)
