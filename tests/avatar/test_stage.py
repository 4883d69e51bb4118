import itertools

import numpy as np

from avatar import board, cards
from avatar.captions import Part
from avatar.sprites import Sprite
from avatar.stage import CAPTION_FADE, Captions, Entrance, Timing
from avatar.types import ChartCard, Line, Shot

CHART = ChartCard("期交保费", "江城", "29.5", "%", "预警", "risk", lines=(Line("达成率", (8.0, 15.0, 29.5, None)),))

FRAMES = 80


def entrance(easel, *, enters=True, leaves=True, order=0):
    card = cards.card(easel, board.layout(Shot("", "", CHART))[0])
    return Entrance(card, Timing(order, enters, leaves, FRAMES))


def test_a_card_slides_in_and_is_gone_at_the_end(easel):
    card = entrance(easel)
    states = [card.state(i) for i in range(FRAMES)]
    assert states[0].opacity == states[-1].opacity == 0
    assert states[40].opacity == 1
    assert states[40].dx == 0
    assert all(a.dx >= b.dx for a, b in itertools.pairwise(states))


def test_cards_come_one_after_the_other(easel):
    first, second = entrance(easel, order=0), entrance(easel, order=1)
    assert first.state(6).opacity > second.state(6).opacity


def test_a_card_that_stays_neither_enters_nor_leaves(easel):
    held = entrance(easel, enters=False, leaves=False)
    assert len({held.state(i) for i in range(FRAMES)}) == 1
    assert held.state(0).opacity == held.state(0).reveal == 1


def test_the_curve_is_drawn_within_a_second(easel):
    card = entrance(easel)
    grown = [card.state(i).reveal for i in range(FRAMES)]
    assert grown[5] == 0
    assert grown[33] == 1
    assert all(a <= b for a, b in itertools.pairwise(grown))


def test_drawing_follows_the_reveal(easel):
    coming, pictures = entrance(easel), []
    for frame in (0, 18, 40):
        canvas = np.zeros((720, 1280, 4), np.uint8)
        coming.draw(canvas, coming.state(frame))
        pictures.append(int(canvas[..., :3].any(axis=2).sum()))
    assert pictures[0] == 0 < pictures[1] <= pictures[2]


def test_captions_change_with_the_words_and_fade_at_both_ends():
    part = Sprite(0, 616, np.zeros((1, 1, 4), np.uint8))
    captions = Captions((Part(("a",), 0.0, 1.2), Part(("b",), 1.2, 3.0)), (part, part), 0.12, FRAMES)
    states = [captions.state(i) for i in range(FRAMES)]
    assert states[0] == (0, 0.0)
    assert states[-1] == (1, 0.0)
    assert states[CAPTION_FADE] == (0, 1.0)
    assert states[32][0] == 0
    assert states[33][0] == 1
    assert min(opacity for _, opacity in states[30:36]) > 0
    assert Captions((), (), 0.12, FRAMES).state(10) == (0, 0.0)
