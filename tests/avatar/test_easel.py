import numpy as np
import pytest

from avatar import easel as room
from avatar.easel import BOXES, Easel, art_version, layer_svg
from avatar.presenters import names, presenter

MOUTH = {"open": 0.5, "wide": 0.0, "teeth": 0.5, "tongue": 0.0, "tuck": 0.0, "press": 0.0, "smile": 0.375}


@pytest.fixture
def drawings(monkeypatch):
    """Every SVG that is handed to the renderer."""
    seen, draw = [], room.png
    monkeypatch.setattr(room, "png", lambda svg: seen.append(svg) or draw(svg))
    return seen


def test_a_sprite_is_drawn_once(faces, tmp_path, drawings):
    first = Easel(presenter("xiaochen"), faces, tmp_path)
    sprite = first.layer("mouth", **MOUTH)
    assert first.layer("mouth", **MOUTH) is sprite
    again = Easel(presenter("xiaochen"), faces, tmp_path).layer("mouth", **MOUTH)
    assert len(drawings) == 1
    assert (again.pixels == sprite.pixels).all()


def test_another_parameter_presenter_or_art_is_another_sprite(faces, tmp_path, drawings, monkeypatch):
    Easel(presenter("xiaochen"), faces, tmp_path).layer("mouth", **MOUTH)
    Easel(presenter("xiaochen"), faces, tmp_path).layer("mouth", **(MOUTH | {"open": 0.75}))
    Easel(presenter("haoran"), faces, tmp_path).layer("mouth", **MOUTH)
    monkeypatch.setattr(room, "art_version", lambda: "another")
    Easel(presenter("xiaochen"), faces, tmp_path).layer("mouth", **MOUTH)
    assert len(drawings) == 4


def test_a_drawing_that_fails_leaves_no_file(faces, tmp_path, monkeypatch):
    def fail(_):
        raise ValueError("no such paint")

    monkeypatch.setattr(room, "png", fail)
    with pytest.raises(ValueError, match="paint"):
        Easel(presenter("xiaochen"), faces, tmp_path).layer("mouth", **MOUTH)
    assert not list(tmp_path.rglob("*.p*"))


@pytest.mark.parametrize("name", names())
def test_every_layer_of_every_presenter_stays_in_its_box(faces, cache, name):
    easel = Easel(presenter(name), faces, cache / "sprites")
    params = {
        "mouth": MOUTH,
        "face": {"jaw": 3.0},
        "eye": {"side": 1, "blink": 0.0, "gx": 0.0, "gy": 0.0, "smile": 0.5},
    }
    for layer in {*BOXES} - {"glasses"} | {*easel.presenter.extras}:
        sprite = easel.layer(layer, **params.get(layer, {"side": 1} if layer == "brow" else {}))
        assert np.ptp(sprite.pixels[..., 3]) > 100, layer


def test_the_mouth_has_the_same_elements_for_every_shape():
    svgs = [layer_svg(presenter("haoran"), "mouth", MOUTH | {"open": o, "wide": w}) for o, w in ((0, 0.5), (1, -1))]
    assert svgs[0].count("<") == svgs[1].count("<")


def test_the_version_names_the_art():
    assert len(art_version()) == 16
