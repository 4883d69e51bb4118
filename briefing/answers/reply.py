"""The reply: a question's answer as a script, every number of it from the snapshot, every quotation from its text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.answers.articles import Library
from briefing.answers.lists import at, rank, reds, zero
from briefing.answers.question import Question
from briefing.answers.reasons import risks, summary, what_to_do, why
from briefing.answers.texts import PARTS
from briefing.answers.values import gap, value
from briefing.check import check
from briefing.facts import PREMIUM, Fact, Morning
from briefing.phrases import Place, indicator_name
from briefing.refs import Sources
from briefing.script import Script, write
from data.messages import text
from metrics.catalogue import Catalogue

EXAMPLES = ("gap", "definition", "article")


@dataclass(frozen=True)
class Answer:
    """What was understood, what is said, and what else may be asked."""

    question: Question
    script: Script
    offered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Replier:
    """Answers questions from one snapshot; `sources` has the texts of the catalogue and the library."""

    sources: Sources
    catalogue: Catalogue
    library: Library

    def answer(self, question: Question) -> Answer:
        """The answer, every number checked.

        Raises:
            UntrueScriptError: it says what the snapshot does not.
        """
        first = self._morning(question, question.orgs[0])
        told = [fact for org in question.orgs for fact in self._facts(question, at(first, org))]
        script = write(_numbered(told), self.sources, first.org, question.lang)
        check(script, self.sources)
        return Answer(question, script, self._offered(question))

    def _morning(self, question: Question, org: str) -> Morning:
        return Morning(self.sources, org, question.lang, self.catalogue)

    def _facts(self, question: Question, morning: Morning) -> Iterator[Fact]:
        wanted = question.indicators or (None,)
        match question.intent:
            case "value":
                yield from (value(morning, one, question.when) for one in question.indicators)
            case "gap":
                yield from (gap(morning, one or PREMIUM, question.when) for one in wanted)
            case "why":
                yield from (fact for one in wanted for fact in why(morning, question, one))
            case "action":
                yield from (fact for one in wanted for fact in what_to_do(morning, one))
            case "rank":
                yield from (rank(morning, question, one or PREMIUM) for one in wanted)
            case "reds":
                yield from (reds(morning, question, one or PREMIUM) for one in wanted)
            case "zero":
                yield zero(morning, question)
            case "warnings":
                yield from risks(morning)
            case "summary":
                yield from summary(morning)
            case _:
                yield from self._texts(question, morning)

    def _texts(self, question: Question, morning: Morning) -> Iterator[Fact]:
        """What is quoted, or why there is no answer."""
        if question.intent == "definition":
            for one in question.indicators:
                quoted = self.sources.quote("catalogue", f"{one}.definition.{question.lang}", one)
                name = indicator_name(one, question.lang, self.catalogue)
                yield Fact("definition", "answer", "answer_definition", {"name": name, "quoted": quoted})
        elif question.passage:
            quoted, source = (self.sources.quote("article", f"{question.passage}.{part}") for part in PARTS)
            title = self.library[question.passage].title
            yield Fact("article", "answer", "answer_article", {"quoted": quoted})
            yield Fact("source", "answer", "answer_source", {"title": title, "source": source})
        else:
            data = {"intent": question.intent, "data_day": self.sources.data_day(), "org": Place(morning.org)}
            yield Fact(question.intent, "answer", "answer_refusal", data)

    def _offered(self, question: Question) -> tuple[str, ...]:
        if question.choices:
            return tuple(choice.text for choice in question.choices)
        if question.intent in {"unknown", "beyond", "period", "help"}:
            return tuple(text(question.lang, f"briefing.example.{name}") for name in EXAMPLES)
        return ()


def _numbered(facts: Sequence[Fact]) -> list[Fact]:
    """Each with an id of its own."""
    return [replace(fact, id=f"{fact.id}-{number}") for number, fact in enumerate(facts, start=1)]
