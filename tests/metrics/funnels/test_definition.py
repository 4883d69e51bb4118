"""A campaign as it stands: there and back, what it waits for, who may leave where."""

from dataclasses import replace

from metrics.funnels import load
from metrics.funnels.definition import Campaign, Exit

RENEWAL = {campaign.id: campaign for campaign in load()}["renewal"]


def test_there_and_back():
    for campaign in (*load(), replace(RENEWAL, order="any", exits=())):
        assert Campaign.from_json(campaign.to_json()) == campaign


def test_a_campaign_told_before_there_were_exits_is_one_without():
    told = {name: value for name, value in RENEWAL.to_json().items() if name not in ("order", "exits")}
    assert Campaign.from_json(told) == replace(RENEWAL, exits=())


def test_what_a_campaign_waits_for_are_its_later_stages_and_its_exits():
    assert RENEWAL.events == {"reminded", "contacted", "promised", "paid", "debited", "loaned", "lapsed"}


def test_an_exit_is_open_from_its_stage_on():
    late = Exit("late", "lapsed", "contacted", "晚", "Late")
    campaign = replace(RENEWAL, exits=(late, *RENEWAL.exits[:1]))
    assert [campaign.exits_at(stage) for stage in range(4)] == [[1], [1], [0, 1], [0, 1]]
