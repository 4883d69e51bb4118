from dataclasses import replace

from metrics.funnels import load
from metrics.funnels.engine import funnels
from metrics.funnels.kept import Kept
from metrics.ground import Ground
from tests.metrics.facts import FIRST
from tests.metrics.funnels.conftest import AS_OF

CAMPAIGNS = load()


def test_a_campaign_in_any_order_is_kept_likewise(insurer, orgs, calendar):
    kept, ground = Kept(), Ground(orgs, calendar, FIRST, AS_OF)
    campaigns = [*CAMPAIGNS, *(replace(one, id="any", order="any") for one in CAMPAIGNS if one.id == "review")]
    kept.of(campaigns, insurer, ground)
    kept.forget(["application"])
    assert [one.id for one in kept.missing(campaigns)] == ["new_business", "review", "any"]
    again, full = kept.of(campaigns, insurer, ground), funnels(campaigns, insurer, ground)
    assert all(again.to_frames()[name].equals(frame) for name, frame in full.to_frames().items())
    assert len(full.both) > 0


def test_each_campaign_is_counted_until_a_table_on_which_it_stands_differs(insurer, orgs, calendar, counted):
    kept, ground = Kept(), Ground(orgs, calendar, FIRST, AS_OF)
    assert kept.missing(CAMPAIGNS) == list(CAMPAIGNS)
    first = kept.of(CAMPAIGNS, insurer, ground)
    assert first.counts.equals(counted.counts)
    assert first.days.equals(counted.days)
    assert first.exits.equals(counted.exits)
    kept.forget(["agent_day", "attendance"])
    assert kept.missing(CAMPAIGNS) == []
    kept.forget(["premium_step"])
    assert [one.id for one in kept.missing(CAMPAIGNS)] == ["renewal"]
    kept.of(CAMPAIGNS, insurer, ground)
    kept.forget(["policy_change"])  # where a way out stands
    assert [one.id for one in kept.missing(CAMPAIGNS)] == ["new_business", "renewal"]
    kept.forget(["movement"])
    assert kept.missing(CAMPAIGNS) == list(CAMPAIGNS)


def test_what_is_kept_is_told_in_the_order_asked_for(insurer, orgs, calendar):
    kept, ground = Kept(), Ground(orgs, calendar, FIRST, AS_OF)
    kept.of(CAMPAIGNS, insurer, ground)
    turned = kept.of(CAMPAIGNS[::-1], insurer, ground)
    assert turned.counts.equals(funnels(CAMPAIGNS[::-1], insurer, ground).counts)
    kept.of(CAMPAIGNS[:1], insurer, ground)
    assert kept.missing(CAMPAIGNS) == list(CAMPAIGNS[1:])
