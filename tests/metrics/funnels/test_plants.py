"""The demo insurer's fake visits stand out in the funnel: hardly any needs analysis follows them."""

from datetime import date, datetime

import pytest

from data.clock import Clock
from data.demo import constants, seed
from data.ingest import ingest
from data.org import OrgTree
from data.tables import Tables
from metrics.funnels import load
from metrics.funnels.engine import funnels
from metrics.ground import Ground

AS_OF = date(2026, 6, 16)
JUNE = date(2026, 6, 1)
SMALL = constants.Size((1, 3, 6, 12, 36), 800, 30, 18, 3, 6.0, 14.0)
NEEDS = 1


@pytest.fixture(scope="module")
def planted(tmp_path_factory, calendar):
    home = tmp_path_factory.mktemp("planted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(constants.SIZES, "tenth", SMALL)
        answers = seed(home, size="tenth")
    tables = Tables(home / "tables")
    ingest(home / "spool", tables, Clock(datetime(2026, 6, 17, 7)))
    tree = OrgTree.from_frame(tables.scan("org").collect())
    fake = next(plant.org for plant in answers.plants if plant.kind == "fake_visits")
    return funnels(load(), tables, Ground(tree, calendar, date(2025, 1, 1), AS_OF)), tree, fake


def test_fake_visits_lead_to_far_fewer_needs_analyses_than_peers(planted):
    counted, tree, fake = planted
    own = counted.funnel(tree, fake, "new_business", JUNE, closed=False).steps[NEEDS]
    others = [
        counted.funnel(tree, org, "new_business", JUNE, closed=False).steps[NEEDS].rate
        for org in tree.at_level(tree[fake].level)
        if org != fake
    ]
    assert own.rate < min(others) / 2
    assert own.leak.rate > 3 * own.rate
    assert own.leak.policies > 0


def test_before_the_plant_the_district_was_like_the_others(planted):
    counted, tree, fake = planted
    march = date(2026, 3, 1)
    own, whole = (
        counted.funnel(tree, org, "new_business", march, closed=False).steps[NEEDS].rate for org in (fake, "86")
    )
    assert own == pytest.approx(whole, rel=0.25)


def test_the_demo_goes_about_as_the_campaigns_expect(planted):
    """Closed entrants of every campaign, the company together: each stage is reached, no rate is far from its plan."""
    counted, tree, _ = planted
    for campaign in counted.campaigns:
        month = counted.newest_closed(campaign.id)
        steps = counted.funnel(tree, "86", campaign.id, month, closed=True).steps
        assert steps[-1].entities > 0, campaign.id
        for step in steps[1:]:
            assert 0.5 < step.rate / step.stage.expected < 2, (campaign.id, step.stage.event)
