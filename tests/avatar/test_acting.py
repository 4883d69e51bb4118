import pytest

from avatar import acting
from avatar.pose import REST
from avatar.types import ChartCard, Figure, ListCard, Shot
from tests.avatar.test_film import takes

RISK = ChartCard("期交保费", "", "29.5", "%", "", "risk")


@pytest.mark.parametrize(
    ("shot", "mood"),
    [
        (Shot(), 0.0),
        (Shot(chart=RISK, figures=(Figure("", "1", tone="good"),)), -1.0),
        (Shot(listing=ListCard("", (), "good")), 1.0),
        (Shot(figures=(Figure("", "1", tone="watch"),)), -0.5),
        (Shot(figures=(Figure("", "1", tone="grey"),)), 0.0),
    ],
)
def test_the_mood_is_that_of_what_is_shown_first(shot, mood):
    assert acting.mood(shot) == mood


def test_a_segment_begins_and_ends_at_rest_and_speaks_in_between(studio):
    (segment,) = studio._plan(takes()[:1], None)
    poses = acting.poses(segment)
    assert len(poses) == segment.frames
    for pose in (poses[0], poses[-1]):
        assert (pose.yaw, pose.dx, pose.mouth.open) == pytest.approx((REST.yaw, REST.dx, REST.mouth.open), abs=0.02)
    assert max(pose.mouth.open for pose in poses) > 0.3
