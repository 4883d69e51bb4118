"""The sales force and its organisation: who is there, where, in which rank, and what they did for it."""

import dataframely as dy
import polars as pl

from data.schemas.words import LEVELS, ORG_ID, UNIT_ID, one_of


class Org(dy.Schema):
    """One node of the organisation tree; its id begins with its parent's id."""

    org_id = dy.String(primary_key=True, regex=ORG_ID)
    name_zh = dy.String(min_length=1)
    name_en = dy.String(min_length=1)
    level = one_of(*LEVELS)
    parent_id = dy.String(nullable=True, regex=ORG_ID)

    @dy.rule()
    def id_extends_parent(cls) -> pl.Expr:
        """An id is its parent's id and two digits more; only headquarters has no parent."""
        extends = pl.col("org_id").str.slice(0, pl.col("org_id").str.len_chars() - 2) == pl.col("parent_id")
        return pl.when(pl.col("parent_id").is_null()).then(pl.col("level") == "hq").otherwise(extends)


class Agent(dy.Schema):
    """A sales agent."""

    agent_id = dy.Int32(primary_key=True, min=1)
    name = dy.String(min_length=1)
    gender = one_of("f", "m")
    education = one_of("school", "college", "university")


class Movement(dy.Schema):
    """An agent joins (onboard), changes unit (transfer) or leaves (terminate, `unit_id` = the unit left)."""

    movement_id = dy.Int64(primary_key=True, min=1)
    agent_id = dy.Int32(min=1)
    day = dy.Date()
    kind = one_of("onboard", "transfer", "terminate")
    unit_id = dy.String(regex=UNIT_ID)
    recommender_id = dy.Int32(nullable=True)


RANKS = ("agent", "unit_head", "department_head", "district_head")


class Career(dy.Schema):
    """A step in an agent's career: licence registered, confirmed after probation, promoted or demoted; `rank` after it.

    Whoever never had a rank is an `agent`. Ranks above it are supervisors'.
    """

    career_id = dy.Int64(primary_key=True, min=1)
    agent_id = dy.Int32(min=1)
    day = dy.Date()
    kind = one_of("licensed", "confirmed", "promoted", "demoted")
    rank = one_of(*RANKS)


class RecruitStep(dy.Schema):
    """A candidate comes one step nearer: contacted, interviewed, registered, on board (then `agent_id` is theirs)."""

    step_id = dy.Int64(primary_key=True, min=1)
    candidate_id = dy.Int64(min=1)
    recruiter_id = dy.Int32(min=1)
    day = dy.Date()
    kind = one_of("contact", "interview", "apply", "onboard")
    agent_id = dy.Int32(nullable=True, min=1)

    @dy.rule()
    def agent_once_on_board(cls) -> pl.Expr:
        """Who is on board has an agent's number; a candidate has none."""
        return (pl.col("kind") == "onboard") == pl.col("agent_id").is_not_null()


class Attendance(dy.Schema):
    """A working day on which an agent was due at the office: whether they came, and whether to the morning meeting."""

    agent_id = dy.Int32(primary_key=True, min=1)
    day = dy.Date(primary_key=True)
    present = dy.Bool()
    meeting = dy.Bool()


class Training(dy.Schema):
    """A course due on a day: the minutes learnt, and whether it was completed and the examination passed."""

    training_id = dy.Int64(primary_key=True, min=1)
    agent_id = dy.Int32(min=1)
    day = dy.Date()
    course = dy.String(min_length=1)
    minutes = dy.Int16(min=0)
    passed = dy.Bool()


class Appraisal(dy.Schema):
    """A quarterly appraisal under the basic law."""

    appraisal_id = dy.Int64(primary_key=True, min=1)
    agent_id = dy.Int32(min=1)
    day = dy.Date()
    result = one_of("promote", "keep", "demote", "fail")


class Income(dy.Schema):
    """What an agent was paid on a pay day, in cents: commissions, allowances, bonus."""

    agent_id = dy.Int32(primary_key=True, min=1)
    day = dy.Date(primary_key=True)
    amount = dy.Int64(min=0)
