"""A language model for questions that the reader does not understand: it says what is asked, never a number.

Any service that speaks OpenAI's chat completions will do. It is sent the question and the names of the indicators; of
what it answers only a known intent, indicator and time are taken, and an organisation in the asker's own words.
"""

import json
import logging
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from briefing.answers.fold import fold
from briefing.answers.question import Asker, Intent, Question, When
from briefing.answers.reader import FREE, Reader
from metrics.catalogue import Catalogue

TIMEOUT_S = 4.0
LARGEST = 1 << 16
ASKED: tuple[Intent, ...] = ("value", "why", "definition", "action", "gap", "rank", "reds", "warnings", "summary")
TIMES = tuple(when for when in get_args(When) if when != "unknown")
KEYS = {"intent", "indicator", "place", "when"}
TASK = """You read questions about a life insurer's indicators. Answer with one JSON object and nothing else:
{{"intent": one of {intents} or null, "indicator": an id of the list or null, "when": one of {times} or null,
"place": the organisation exactly as the question writes it, or null}}. Do not answer the question; use no numbers.
Indicators: {indicators}"""
log = logging.getLogger(__name__)


class NotUnderstoodError(Exception):
    """The model gave no answer, or none that can be used; the text says why."""


@dataclass(frozen=True)
class Model:
    """The service's address (such as https://models.example/v1), the model's name, and the key."""

    url: str
    name: str
    key: str = field(repr=False)

    def ask(self, task: str, question: str) -> Mapping[str, Any]:
        """The model's answer as an object.

        Raises:
            NotUnderstoodError: none came in time, or it is no object.
        """
        messages = [{"role": "system", "content": task}, {"role": "user", "content": question}]
        body = {"model": self.name, "messages": messages, "temperature": 0, "response_format": {"type": "json_object"}}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"}
        request = urllib.request.Request(  # noqa: S310 - the settings take http and https alone
            f"{self.url.rstrip('/')}/chat/completions", json.dumps(body).encode(), headers
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 - as above
                found = json.loads(json.loads(answer.read(LARGEST))["choices"][0]["message"]["content"])
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise NotUnderstoodError(f"{type(error).__name__}: {error}") from error
        if not isinstance(found, dict) or set(found) != KEYS:
            raise NotUnderstoodError("it is not the object that was asked for")
        return found


def understood(model: Model, question: Question, reader: Reader, asker: Asker) -> Question:
    """A question as the model understands it; as it was, where the model is of no use."""
    try:
        return _checked(model.ask(_task(reader.catalogue), question.text), question, reader, asker)
    except NotUnderstoodError as error:
        log.warning("the model did not help: %s", error)
        return question


def _task(catalogue: Catalogue) -> str:
    names = "; ".join(f"{one.id}: {one.name_zh}, {one.name_en}" for one in catalogue)
    return TASK.format(intents=", ".join(ASKED), times=", ".join(TIMES), indicators=names)


def _checked(found: Mapping[str, Any], question: Question, reader: Reader, asker: Asker) -> Question:
    """What the model says, as far as it is known here; an organisation that is not in scope stays unknown."""
    intent, indicator, when = found["intent"], found["indicator"], found["when"]
    if intent not in ASKED or indicator not in (*reader.catalogue.ids, None) or when not in (*TIMES, None):
        raise NotUnderstoodError("it names what there is not")
    if indicator is None and intent not in FREE:
        raise NotUnderstoodError("it names no indicator")
    indicators = () if indicator is None else (indicator,)
    asked = replace(question, intent=intent, indicators=indicators, when=when)
    place = found["place"]
    if place is None:
        return asked
    if not isinstance(place, str) or fold(place) not in fold(question.text):
        raise NotUnderstoodError("it names an organisation that the question does not name")
    org = reader.place(place, asker)
    return replace(asked, orgs=(org,)) if org else replace(question, intent="beyond")
