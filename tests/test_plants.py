"""Every planted anomaly of the demo insurer is seen where people look for its like; on the healthy twin it is not."""

import polars as pl

from data.health import delivered_days
from tests.tenth import NOW


def test_the_collapse_is_red_on_the_drill_and_its_premium_far_below_its_siblings(planted, twin):
    org = planted.plant("collapse").org
    assert planted.snapshot.cell(org, "fyp_regular", "mtd").status == "red"
    assert planted.value(org, "visits_pa") < 0.6 * min(planted.siblings(org, "visits_pa"))
    assert planted.value(org, "visits_pa") < 0.6 * twin.value(org, "visits_pa")


def test_the_orphan_wave_is_seen_in_orphans_and_collection(planted, twin):
    org = planted.plant("orphan_wave").org
    assert planted.value(org, "orphan_ratio") > 5 * max(planted.siblings(org, "orphan_ratio"))
    assert planted.value(org, "ren_month_rate") < 0.7 * twin.value(org, "ren_month_rate")


def test_fake_visits_are_many_and_hardly_one_is_valid(planted, twin):
    org = planted.plant("fake_visits").org
    assert planted.value(org, "visits_pa") > 1.5 * twin.value(org, "visits_pa")
    assert planted.value(org, "valid_visit_rate") < 0.5 * min(planted.siblings(org, "valid_visit_rate"))
    assert planted.value(org, "visit_to_proposal") < 0.5 * twin.value(org, "visit_to_proposal")


def test_the_misleading_cluster_is_seen_in_quality_and_is_one_product_s_complaints(planted, twin):
    found = planted.plant("mislead")
    assert planted.value(found.org, "dr_mislead_rate") > 1.5 * twin.value(found.org, "dr_mislead_rate")
    complaints = planted.tables.scan("complaint").filter(pl.col("day") >= found.first, topic="mislead").collect()
    counted = complaints["product_id"].value_counts(sort=True)
    assert counted["product_id"][0] in found.note
    assert counted["count"][0] >= 3 * counted["count"][1]


def test_the_late_day_is_amber_in_data_health(planted, twin):
    day = planted.plant("late_data").first
    late = {found: delivered_days(found.tables, NOW.date()).filter(table="event", day=day) for found in (planted, twin)}
    assert late[planted]["state"].to_list() == ["late"]
    assert late[twin]["state"].to_list() == ["ok"]
