"""The reader: from a typed question to what is asked, by names and patterns alone, within the asker's scope.

Organisations beyond the scope are not among its names: what it makes of a question cannot depend on them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from briefing.answers import names
from briefing.answers.articles import Library
from briefing.answers.fold import LANGUAGE, fold
from briefing.answers.index import Mention, apart
from briefing.answers.places import meant
from briefing.answers.question import Asker, Choice, Intent, Question, Ranking
from briefing.answers.sounds import Sounds
from briefing.answers.struck import INDICATOR, ORG, Run, Struck, replaced
from briefing.answers.subject import Subject, mended
from briefing.answers.vocabulary import Patterns, vocabulary
from data.org import OrgTree
from metrics.catalogue import Catalogue

LONGEST = 200
MOST = 3
"""So many organisations or indicators of one question are answered."""
MANY, YEAR = 5, 12
LOW = re.compile(r"最低|最差|最少|最弱|倒数|垫底|后\d|lowest|worst|bottom|weakest|least|fewest")
JUDGED = re.compile(
    r"最好|最差|最强|最弱|倒数|垫底|领先|排名|[前后]\d|best|worst|weakest|strongest|top|bottom|lead|rank"
)
COUNT = re.compile(r"(\d+)(?=[个家名])|[前后](\d+)|(?:top|bottom|best|worst|lowest|highest|weakest|strongest) (\d+)")
MONTHS = re.compile(r"连续(\d+)|(\d+) (?:straight |consecutive |zero )*months")
BEFORE = re.compile(r"\b(of|in|at|for|from|is|are|was|were|does|did|has|with|about) $")
"""What stands before an organisation."""
TITLED = re.compile(
    f"{ORG} ?(sub branch|branch|district|department|dept|unit|分公司|中心支公司|支公司|中支|营业[区部室])(?![a-z])"
)
"""A name with another title than its own: that is another organisation."""
LISTS = {"rank", "reds", "zero"}
"""Intents that may name a level beside an organisation."""
OWN = {"why", "action", "gap", "reds", "zero"}
"""Intents that need no indicator, but an organisation."""
FREE = {*OWN, "warnings", "summary", "help"}
"""Intents that need no indicator."""


class Reader:
    """Reads questions about the organisations of some subtrees."""

    def __init__(self, tree: OrgTree, roots: Sequence[str], catalogue: Catalogue, library: Library) -> None:
        self.tree, self.catalogue, self.library = tree, catalogue, library
        self.orgs, self.indicators = names.orgs(tree, roots), names.indicators(catalogue)
        self.sounds = Sounds(self.orgs.ids)
        self.subject = Subject(catalogue, self.indicators, library)

    def read(self, text: str, asker: Asker) -> Question:
        """What is asked."""
        whole = fold(text[:LONGEST])
        lang = "zh" if LANGUAGE.search(whole) else "en" if " " in whole else asker.lang
        question = self._read(Struck(whole, lang), asker)
        if question.intent in {"unknown", "beyond"}:
            again = self._heard(whole) if lang == "zh" else mended(whole, self.subject.words)
            question = self._read(Struck(again, lang), asker) if again != whole else question
        return replace(question, text=text)

    def place(self, name: str, asker: Asker) -> str | None:
        """The one organisation of a name; None where none in scope, or more than one, is called so."""
        whole = fold(name)
        found = [one for one in self.orgs.find(whole) if one.length == len(whole)]
        ids = [id_ for _, ids in meant(found, self.tree, asker) for id_ in ids]
        return ids[0] if len(ids) == 1 else None

    def _heard(self, whole: str) -> str:
        """The question with a name in place of what sounds like one."""
        for sounds in (self.sounds, self.subject.sounds):
            if found := sounds.heard(whole):
                start, end, name = found
                whole = whole[:start] + name + whole[end:]
        return whole

    def _read(self, struck: Struck, asker: Asker) -> Question:
        orgs, indicators = self._mentions(struck)
        ranking, titled = _ranking(struck.text), TITLED.search(struck.text)
        words = vocabulary()
        when, level, intent = (_first(struck, group) for group in (words.periods, words.levels, words.intents))
        struck.strike_others()
        asked = Question(struck.whole, struck.lang, "unknown", (asker.org,), (), when, level, ranking)
        if titled and intent not in LISTS:
            return replace(asked, intent="beyond")
        places = meant(orgs, self.tree, asker)
        for mention, ids in places:
            if len(ids) > 1:
                return replace(asked, intent="choice", choices=self._which(struck, mention, ids))
        named = tuple(ids[0] for _, ids in places[:MOST])
        return self._about(struck, replace(asked, orgs=named or asked.orgs), intent, indicators, named=bool(named))

    def _mentions(self, struck: Struck) -> tuple[list[Mention], list[Mention]]:
        """The organisations and indicators that are named, struck out; of overlapping names the longest."""
        found = {ORG: self.orgs.find(struck.text), INDICATOR: self.indicators.find(struck.text)}
        kept = apart([*found[ORG], *found[INDICATOR]])
        parts = {mark: [one for one in kept if one in known] for mark, known in found.items()}
        for mark, mentions in parts.items():
            for one in mentions:
                struck.strike(one.start, one.end, mark)
        return parts[ORG], parts[INDICATOR]

    def _which(self, struck: Struck, mention: Mention, ids: Sequence[str]) -> tuple[Choice, ...]:
        """The organisations that share a name, each with the one above it."""
        return tuple(Choice(one, replaced(struck.whole, mention, self._full(one, struck.lang))) for one in ids[:MOST])

    def _full(self, org: str, lang: str) -> str:
        return ("" if lang == "zh" else " ").join(self.tree.name(one, lang) for one in self.tree.path(org)[-2:])

    def _about(
        self, struck: Struck, asked: Question, intent: Intent | None, mentions: Sequence[Mention], *, named: bool
    ) -> Question:
        """The question with its indicator, article or refusal."""
        runs = [run for run in struck.runs() if run.rest]
        found = self.subject.of(struck, runs, mentions)
        if found.choices:
            return replace(asked, intent="choice", choices=found.choices)
        if found.passage:
            return replace(asked, intent="knowledge", passage=found.passage)
        if found.stray and _placed(found.stray, struck, needed=bool(mentions) or intent in OWN):
            return replace(asked, intent="beyond")
        asked = replace(asked, indicators=found.indicators[:MOST])
        if not found.indicators and (found.stray or not (intent in FREE or named)):
            return asked
        if asked.when == "unknown":
            return replace(asked, intent="period")
        return replace(asked, intent=_settled(intent, about=bool(found.indicators)))


def _placed(run: Run, struck: Struck, *, needed: bool) -> bool:
    """Whether what is not understood stands where an organisation would."""
    if vocabulary().places[struck.lang].search(run.rest):
        return True
    return needed and (struck.lang == "zh" or bool(BEFORE.search(struck.whole[: run.start])))


def _first(struck: Struck, patterns: Patterns) -> Any:
    """The first of some patterns that the question has, by its name; the words of all are struck out."""
    found = [name for name, pattern in patterns.items() if struck.take(pattern)]
    return next(iter(found), None)


def _settled(intent: Intent | None, *, about: bool) -> Intent:
    """What is asked of an indicator, or of an organisation alone."""
    if about:
        return "value" if intent in {None, "summary", "warnings", "help"} else intent
    return intent if intent in FREE else "summary"


def _ranking(text: str) -> Ranking:
    """How many are asked for, of which end, and over how many months."""
    count, months = COUNT.search(text), MONTHS.search(text)
    return Ranking(
        lowest=bool(LOW.search(text)),
        judged=bool(JUDGED.search(text)),
        count=min(max(_figure(count), 1), MANY) if count else MOST,
        months=min(_figure(months), YEAR) if months else 1,
    )


def _figure(found: re.Match[str]) -> int:
    return int(next(filter(None, found.groups())))
