"""Answers: true to the snapshot, whole in both languages, and blind to what lies beyond the asker's scope."""

import re
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.answers.texts import texts
from briefing.check import UntrueScriptError, check
from briefing.refs import Sources
from data.calendar import WorkCalendar
from data.org import OrgTree
from metrics.grid import Grid
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA
from metrics.warning import PATH_SCHEMA
from tests.briefing.answers.test_reader import ROWS
from tests.briefing.conftest import AS_OF, TODAY, cells, path, plants

FAULTS = re.compile(r"[，、；：]{2}|，。|[,;:]\.| [,.;:]|\.\.|None|  |。。")

INSIDE = "860101"
WORDS = (
    *(
        "江城",
        "滨海",
        "浙江分公司",
        "江北",
        "总公司",
        "江城城东",
        "活动率",
        "期交保费",
        "继续率",
        "转化率",
        "为什么",
        "怎么办",
    ),
    *(
        "最低",
        "三个",
        "区",
        "中支",
        "室",
        "挂零",
        "红",
        "预警",
        "昨天",
        "上月",
        "哪些",
        "的",
        "怎么样",
        "犹豫期",
        "几天",
        "多少",
    ),
    *(" Binhai ", " why ", " Branch "),
)


def said(answer):
    return " ".join(sentence.text for sentence in answer.script.sentences)


@pytest.mark.parametrize("row", ROWS, ids=[row["question"] for row in ROWS])
def test_every_answer_is_whole_and_every_number_has_its_source(row, ask):
    answer = ask(row["question"], row["scope"])
    assert answer.script.sentences
    for sentence in answer.script.sentences:
        assert re.search("[。.：:]$", sentence.text), sentence.text
        assert not FAULTS.search(sentence.text), sentence.text
        assert not re.search(r"\d|[%<>{}]", sentence.spoken), sentence.spoken
    if row["intent"] in {"unknown", "beyond", "help", "period"}:
        assert len(answer.offered) == 3
    for offered in answer.offered:
        assert ask(offered, row["scope"]).question.intent not in {"unknown", "beyond", "choice"}, offered


def test_the_numbers_are_those_of_the_snapshot(ask, snapshot):
    cell = snapshot.cell("860101", "fyp_regular", "mtd")
    answer = ask("江城中支期交保费多少？")
    refs = {(ref.kind, ref.formula): ref for ref in answer.script.sentences[0].refs}
    assert refs["cell", None].value == cell.value
    assert next(ref.value for ref in refs.values() if ref.formula and "/" in ref.formula) == cell.value / cell.target
    assert said(answer) == "江城中支本月期交保费为 328 万元，完成计划 1,111 万元的 29.5%，比去年同期下降 26.3%。"


def test_the_month_before_is_told_from_the_trend(ask, snapshot):
    rows = {"org": [org.id for org in snapshot.orgs] * 2, "indicator": "policies", "target": None}
    months = [AS_OF.replace(month=5, day=1)] * len(snapshot.orgs) + [AS_OF.replace(day=1)] * len(snapshot.orgs)
    values = [7.0] * len(snapshot.orgs) + [3.0] * len(snapshot.orgs)
    frame = pl.DataFrame({**rows, "month": months, "value": values}, TREND_SCHEMA, strict=False)
    shown = replace(snapshot, trend=Grid.from_frame(frame.select(TREND_SCHEMA.names()), snapshot.orgs.ids))
    assert said(ask("上个月承保件数多少", shown=shown)) == "江北分公司上月承保件数为 7 件。"


def test_who_sold_nothing_for_months_is_found(ask, snapshot):
    months = [AS_OF.replace(month=month, day=1) for month in (3, 4, 5, 6)]
    idle = {"860101010101": (5, 0, 0, 0), "860101010102": (5, 0, 1, 0)}
    rows = [
        (org.id, "policies", month, float(idle.get(org.id, (1, 1, 1, 1))[at]), None)
        for org in snapshot.orgs
        for at, month in enumerate(months)
    ]
    trend = Grid.from_frame(pl.DataFrame(rows, TREND_SCHEMA, orient="row"), snapshot.orgs.ids)
    shown = replace(snapshot, trend=trend)
    three = said(ask("哪些室连续三月挂零？", shown=shown))
    assert "江城城东一部一室" in three
    assert "江城城东一部一室甲" not in three
    assert "没有本月挂零" in said(ask("哪些室挂零？", shown=shown))


def test_a_grave_question_tells_the_warning_its_cause_and_what_to_do(ask):
    why = said(ask("江城为什么落后？"))
    assert why.startswith("江城中支本月期交保费")
    assert "红色预警" in why
    assert "原因是有拜访人力占比" in why
    assert said(ask("江城怎么办？")).endswith("今天建议：与江城城东营业区连线，抓拜访出勤。")
    calm = said(ask("活动率为什么低？"))
    assert "目前没有预警" in calm


def test_knowledge_is_quoted_and_cited(ask):
    answer = ask("犹豫期几天？")
    assert "15个自然日" in said(answer)
    assert "保监发〔2014〕3号" in said(answer)
    assert {ref.kind for sentence in answer.script.sentences for ref in sentence.refs} == {"article"}
    assert [ref.kind for ref in ask("活动率怎么算？").script.sentences[0].refs] == ["catalogue"]


def test_a_quotation_that_is_not_in_its_text_is_refused(ask, snapshot, catalogue, library):
    answer = ask("犹豫期几天？")
    first = answer.script.sentences[0]
    forged = replace(first, refs=tuple(replace(ref, value="三十天") for ref in first.refs))
    sources = Sources(snapshot, TODAY, WorkCalendar(), texts(catalogue, library))
    check(answer.script, sources)
    with pytest.raises(UntrueScriptError):
        check(replace(answer.script, sentences=(forged,)), sources)


def altered(snapshot, catalogue, inside):
    """The same snapshot but for what lies beyond a subtree: other names, numbers and warnings, fewer organisations."""
    orgs = [org for org in snapshot.orgs if org.id in inside or inside[0].startswith(org.id)]
    strange = [replace(org, name_zh=f"外{org.id}", name_en=f"Out {org.id}") for org in orgs if org.id not in inside]
    shown = OrgTree([*strange, *(org for org in orgs if org.id in inside)])
    grids = {
        "cells": _other(cells(shown, catalogue, healthy=False), inside).cast(dict(CELL_SCHEMA)),
        "path": _other(path(shown, healthy=False), inside).cast(dict(PATH_SCHEMA)),
        "trend": TREND_SCHEMA.to_frame(),
    }
    made = {name: Grid.from_frame(frame, shown.ids) for name, frame in grids.items()}
    return replace(snapshot, orgs=shown, warnings=tuple(one for one in plants() if one.org in inside), **made)


def _other(frame, inside):
    beyond = ~pl.col("org").is_in(inside)
    numbers = [name for name, kind in frame.schema.items() if kind == pl.Float64]
    return frame.with_columns(pl.when(beyond).then(pl.col(name) * 7 + 3).otherwise(pl.col(name)) for name in numbers)


@pytest.mark.parametrize("row", ROWS, ids=[row["question"] for row in ROWS])
def test_nothing_beyond_the_scope_bears_on_an_answer(row, ask, snapshot, elsewhere):
    """Whoever may see a sub-branch hears the same, whatever else there is, is called or has happened."""
    here, there = (ask(row["question"], INSIDE, shown=shown) for shown in (snapshot, elsewhere))
    assert here.script == there.script
    assert here.offered == there.offered
    told = f"{said(here)} {here.offered}"
    assert not [org.id for org in snapshot.orgs if org.id not in snapshot.orgs.subtree(INSIDE) and org.name_zh in told]


@pytest.fixture(scope="session")
def elsewhere(snapshot, catalogue):
    return altered(snapshot, catalogue, snapshot.orgs.subtree(INSIDE))


def test_no_joining_of_words_leads_beyond_the_scope(ask, snapshot, elsewhere):
    @given(st.lists(st.sampled_from(WORDS), max_size=6).map("".join))
    def same(text):
        here, there = (ask(text, INSIDE, shown=shown) for shown in (snapshot, elsewhere))
        assert here.script == there.script

    same()
