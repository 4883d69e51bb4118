"""The demo insurer's fake visits stand out in the funnel: hardly any needs analysis follows them."""

from datetime import date

import pytest

JUNE = date(2026, 6, 1)
NEEDS = 1


@pytest.fixture
def seen(planted):
    """The funnels of the snapshot, its tree, and the district of the fake visits."""
    return planted.snapshot.funnels, planted.snapshot.orgs, planted.plant("fake_visits").org


def test_fake_visits_lead_to_far_fewer_needs_analyses_than_peers(seen):
    counted, tree, fake = seen
    own = counted.funnel(tree, fake, "new_business", JUNE, closed=False).steps[NEEDS]
    others = [
        counted.funnel(tree, org, "new_business", JUNE, closed=False).steps[NEEDS].rate
        for org in tree.at_level(tree[fake].level)
        if org != fake
    ]
    assert own.rate < min(others) / 2
    assert own.leak.rate > 3 * own.rate
    assert own.leak.policies > 0


def test_before_the_plant_the_district_was_like_the_others(seen):
    counted, tree, fake = seen
    march = date(2026, 3, 1)
    own, whole = (
        counted.funnel(tree, org, "new_business", march, closed=False).steps[NEEDS].rate for org in (fake, "86")
    )
    assert own == pytest.approx(whole, rel=0.25)


def test_the_demo_goes_about_as_the_campaigns_expect(seen):
    """Closed entrants of every campaign, the company together: each stage is reached, no rate is far from its plan."""
    counted, tree, _ = seen
    for campaign in counted.campaigns:
        month = counted.newest_closed(campaign.id)
        steps = counted.funnel(tree, "86", campaign.id, month, closed=True).steps
        assert steps[-1].entities > 0, campaign.id
        for step in steps[1:]:
            assert 0.5 < step.rate / step.stage.expected < 2, (campaign.id, step.stage.event)
