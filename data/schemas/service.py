"""Complaints, recordings, calls and supervision."""

import dataframely as dy

from data.schemas.words import UNIT_ID, one_of


class Complaint(dy.Schema):
    """A valid complaint about a policy."""

    complaint_id = dy.Int64(primary_key=True, min=1)
    day = dy.Date()
    policy_id = dy.Int64(min=1)
    agent_id = dy.Int32(min=1)
    product_id = dy.String(min_length=1)
    topic = one_of("mislead", "service", "claim")


class Recording(dy.Schema):
    """A recorded sale and its first quality check; `mislead` marks a hit on a misleading-sales rule.

    `rework`: it had to be recorded again. `checked`: the day of a full check by a person, if there was one.
    """

    recording_id = dy.Int64(primary_key=True, min=1)
    day = dy.Date()
    policy_id = dy.Int64(min=1)
    agent_id = dy.Int32(min=1)
    product_id = dy.String(min_length=1)
    minutes = dy.Int16(min=0)
    passed = dy.Bool()
    mislead = dy.Bool()
    rework = dy.Bool()
    checked = dy.Date(nullable=True)


class Callback(dy.Schema):
    """The call to a new customer within the free-look period."""

    callback_id = dy.Int64(primary_key=True, min=1)
    day = dy.Date()
    policy_id = dy.Int64(min=1)
    agent_id = dy.Int32(min=1)
    result = one_of("ok", "failed", "issue")


class Meeting(dy.Schema):
    """A remote supervision session held with a unit."""

    meeting_id = dy.Int64(primary_key=True, min=1)
    day = dy.Date()
    unit_id = dy.String(regex=UNIT_ID)
    minutes = dy.Int16(min=0)


class MeetingTask(dy.Schema):
    """A task given to a unit in a supervision session, due on a day; its end arrives as a MeetingTaskDone."""

    task_id = dy.Int64(primary_key=True, min=1)
    meeting_id = dy.Int64(min=1)
    unit_id = dy.String(regex=UNIT_ID)
    day = dy.Date()
    due = dy.Date()


class MeetingTaskDone(dy.Schema):
    """A supervision task was closed."""

    task_id = dy.Int64(primary_key=True, min=1)
    day = dy.Date()
