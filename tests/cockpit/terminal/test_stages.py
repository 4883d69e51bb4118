"""Funnels as columns: at every node what the pages say, made once for as long as the funnels are the same."""

from dataclasses import replace

from cockpit.terminal.stages import reached
from metrics.funnels import EMPTY
from metrics.packing import Numbered
from tests.cockpit import world

USUAL = world.usual()


def test_every_node_has_what_its_funnel_says():
    for one in reached(USUAL):
        for org in USUAL.orgs.ids:
            funnel = USUAL.funnels.funnel(USUAL.orgs, org, one.campaign, one.month, closed=True)
            found = [stage.at(USUAL.orgs.index(org)) if stage else 0 for stage in one.stages]
            assert found == [step.entities for step in funnel.steps]


def test_another_version_with_the_same_funnels_shares_them():
    assert reached(replace(USUAL, version="newer")) is reached(USUAL)


def test_a_campaign_that_nobody_entered_is_left_out():
    told = [one.told(Numbered())["campaign"] for one in reached(USUAL)]
    assert told == ["recruiting", "renewal"]
    assert reached(replace(USUAL, funnels=EMPTY)) == ()
