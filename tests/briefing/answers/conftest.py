"""The hand-made insurer, asked."""

from collections.abc import Callable

import pytest

from briefing.answers.articles import Library
from briefing.answers.question import Asker
from briefing.answers.reader import Reader
from briefing.answers.reply import Answer, Replier
from briefing.answers.texts import texts
from briefing.refs import Sources
from data.calendar import WorkCalendar
from metrics.catalogue import Catalogue
from metrics.snapshot import Snapshot
from tests.briefing.conftest import TODAY

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def library() -> Library:
    return Library()


@pytest.fixture(scope="session")
def reader_of(catalogue: Catalogue, library: Library) -> Callable[[Snapshot, str], Reader]:
    known: dict[tuple[int, str], Reader] = {}

    def of(snapshot: Snapshot, scope: str) -> Reader:
        key = id(snapshot), scope
        return known.setdefault(key, Reader(snapshot.orgs, (scope,), catalogue, library))

    return of


@pytest.fixture(scope="session")
def ask(snapshot: Snapshot, catalogue: Catalogue, library: Library, reader_of) -> Ask:
    def of(text: str, scope: str = "8601", *, shown: Snapshot | None = None, org: str = "", lang: str = "zh") -> Answer:
        seen = shown or snapshot
        sources = Sources(seen, TODAY, WorkCalendar(), texts(catalogue, library))
        question = reader_of(seen, scope).read(text, Asker((scope,), org or scope, lang))
        return Replier(sources, catalogue, library).answer(question)

    return of
