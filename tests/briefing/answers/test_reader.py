"""A recorded table of questions, and what each is understood to be."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.answers.articles import Library
from briefing.answers.question import Asker
from briefing.answers.reader import Reader
from metrics.catalogue import load
from tests.briefing.conftest import LINE, tree

TABLE = Path(__file__).with_name("questions.tsv")
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines(), delimiter="\t"))
GIVEN = (
    "活动率怎么算?",
    "江城为什么落后?",
    "哪些室连续三月挂零?",
    "本月还差多少?",
    "13个月继续率最低的三个区?",
    "犹豫期几天?",
    "明天股市?",
)
READER = Reader(tree(), (LINE[1],), load(), Library())


def understood(question):
    ranking = question.ranking
    asked = f"{ranking.lowest:d}{ranking.judged:d} {ranking.count} {ranking.months}"
    return {
        "question": question.text,
        "intent": question.intent,
        "orgs": " ".join(question.orgs),
        "indicators": " ".join(question.indicators),
        "when": question.when or "",
        "level": question.level or "",
        "about": question.passage or " ".join(choice.id for choice in question.choices),
        "ranking": asked if question.intent in {"rank", "zero"} else "",
    }


def test_the_table_has_the_questions_of_the_domain_and_a_hundred_more():
    asked = [row["question"] for row in ROWS]
    assert set(GIVEN) <= set(asked)
    assert len(set(asked)) >= len(GIVEN) + 100


@pytest.mark.parametrize("row", ROWS, ids=[row["question"] for row in ROWS])
def test_every_question_of_the_table_is_understood(row, snapshot, reader_of):
    scope = row["scope"]
    question = reader_of(snapshot, scope).read(row["question"], Asker((scope,), scope, "zh"))
    assert {**understood(question), "scope": scope} == row


def test_a_name_that_several_share_is_asked_back_and_each_choice_is_clear(make_snapshot, reader_of):
    renamed = make_snapshot(rename={"860102": "江城中支", "86010201": "城东营业区", "86010101": "城东营业区"})
    reader, asker = reader_of(renamed, "8601"), Asker(("8601",), "8601", "zh")
    question = reader.read("江城中支的活动率", asker)
    assert (question.intent, {choice.id for choice in question.choices}) == ("choice", {"860101", "860102"})
    nearer = reader.read("城东营业区的活动率", Asker(("8601",), "860101", "zh"))
    assert (nearer.intent, nearer.orgs) == ("value", ("86010101",))


def test_a_branch_and_a_place_in_it_mean_the_place(snapshot, reader_of):
    question = reader_of(snapshot, "86").read("江北分公司滨海中支的活动率", Asker(("86",), "86", "zh"))
    assert question.orgs == ("860102",)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_indicator_is_known_by_its_name(lang):
    asker = Asker(("8601",), "8601", lang)
    for indicator in READER.catalogue:
        assert READER.read(indicator.name(lang), asker).indicators == (indicator.id,), indicator.name(lang)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_understood_as_something_within_the_scope(text):
    question = READER.read(text, Asker(("8601",), "8601", "zh"))
    assert all(READER.tree.contains("8601", org) for org in question.orgs)
    assert question.indicators or question.intent != "value"
