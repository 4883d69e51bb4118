"""The tables of supervision name one another."""

import polars as pl


def test_tasks_belong_to_their_session_and_its_unit(planted):
    tasks = planted.table("meeting_task").join(planted.table("meeting"), on="meeting_id", suffix="_held")
    assert tasks.height == planted.table("meeting_task").height
    assert (tasks["unit_id"] == tasks["unit_id_held"]).all()
    assert (tasks["day"] == tasks["day_held"]).all()
    done = planted.table("meeting_task_done").join(planted.table("meeting_task"), on="task_id", suffix="_given")
    assert done.height == planted.table("meeting_task_done").height
    assert (done["day"] > done["day_given"]).all()


def test_units_of_the_tree_are_met(planted):
    units = planted.table("org").filter(pl.col("level") == "unit")["org_id"]
    assert planted.table("meeting")["unit_id"].is_in(units.implode()).all()


def test_plants_leave_supervision_alone(planted, healthy):
    for name in ("meeting", "meeting_task", "meeting_task_done"):
        assert planted.table(name).equals(healthy.table(name))
