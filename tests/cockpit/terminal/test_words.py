"""The words: every indicator and campaign by both names, the headlines in the order of the pages."""

import json

from cockpit.terminal import words
from cockpit.view import CLASSES
from data.calendar import PERIODS
from data.schemas import LEVELS
from metrics.catalogue import load
from tests.cockpit import world

CATALOGUE = load()
TOLD = json.loads(words.told(CATALOGUE, world.usual().funnels.campaigns))


def test_every_indicator_is_told_as_the_catalogue_has_it():
    assert [one["id"] for one in TOLD["indicators"]] == list(CATALOGUE.ids)
    for one in TOLD["indicators"]:
        entry = CATALOGUE[one["id"]]
        assert (one["zh"], one["en"], one["unit"], one["class"]) == (
            entry.name_zh, entry.name_en, entry.unit, entry.cls
        )  # fmt: skip
        assert (one["planned"], one["parts"]) == (entry.target is not None, entry.denominator is not None)
    assert (TOLD["classes"], TOLD["levels"], TOLD["periods"]) == (list(CLASSES), list(LEVELS), list(PERIODS))


def test_headlines_come_class_by_class():
    told = words.headlines(CATALOGUE)
    assert TOLD["headlines"] == told
    assert set(told) == {one.id for one in CATALOGUE if one.headline}
    places = [CLASSES.index(CATALOGUE[name].cls) for name in told]
    assert places == sorted(places)


def test_campaigns_have_the_names_of_their_stages():
    for one, campaign in zip(TOLD["campaigns"], world.usual().funnels.campaigns, strict=True):
        assert (one["id"], one["zh"], one["ordered"]) == (campaign.id, campaign.name_zh, campaign.ordered)
        assert [stage["en"] for stage in one["stages"]] == [stage.name_en for stage in campaign.stages]
