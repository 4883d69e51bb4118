"""One run of a page: who looks, in which language, at which org, indicator and period."""

from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

import streamlit as st

from cockpit import settings
from cockpit.languages import preferred
from cockpit.reception import Reception
from cockpit.scope import Sight
from cockpit.users import User
from data.calendar import PERIODS
from data.errors import UserError
from data.messages import text
from metrics.catalogue import Catalogue, Indicator

FIRST_INDICATOR = "fyp_regular"
FIRST_PERIOD = "mtd"


@cache
def reception() -> Reception:
    """The one reception of this process."""
    return Reception.open(settings.load())


def signed_in() -> User | None:
    """The user of this run, looked up anew: who was removed sees nothing from the next run on."""
    tokens = reception().tokens
    token = st.context.cookies.get(tokens.cookie)
    return tokens.read(token) if token else None


def language() -> str:
    return preferred(st.context.cookies, st.context.locale or "", reception().settings.lang)


@dataclass(frozen=True)
class Session:
    """What a page needs; `org`, `indicator` and `period` come from the address, checked."""

    user: User
    lang: str
    sight: Sight
    org: str
    indicator: str
    period: str
    catalogue: Catalogue

    @classmethod
    def open(cls, user: User, sight: Sight) -> "Session":
        """Read the address.

        Raises:
            OutOfScopeError: the address names an org that the user may not see.
        """
        asked = st.query_params
        org = sight.require(asked["org"]) if "org" in asked else sight.home
        catalogue = reception().catalogue
        indicator = asked.get("indicator", FIRST_INDICATOR)
        period = asked.get("period", FIRST_PERIOD)
        known = indicator if indicator in catalogue else FIRST_INDICATOR
        return cls(user, language(), sight, org, known, period if period in PERIODS else FIRST_PERIOD, catalogue)

    @property
    def shown(self) -> Indicator:
        return self.catalogue[self.indicator]

    def of_class(self, cls: str) -> list[Indicator]:
        """The indicators of a class, the headlines first."""
        return sorted((entry for entry in self.catalogue if entry.cls == cls), key=lambda entry: not entry.headline)

    def headlines(self, cls: str) -> list[Indicator]:
        """The indicators of a class that are shown at a glance; all of it where none is a headline."""
        known = self.of_class(cls)
        return [entry for entry in known if entry.headline] or known

    def say(self, key: str, **values: object) -> str:
        return text(self.lang, key, **values)

    def label(self, group: str, word: str) -> str:
        """The text of a word from outside; the word itself where the catalogue has none."""
        try:
            return self.say(f"{group}.{word}")
        except UserError:
            return word

    def link(self, page: str, **changes: str) -> str:
        """The address of a page that keeps org, indicator and period except for the changes."""
        place = {"org": self.org, "indicator": self.indicator, "period": self.period} | changes
        return f"/{page}?{urlencode(place)}"


CURRENT: ContextVar[Session] = ContextVar("session")


def current() -> Session:
    """The session of the page that runs."""
    return CURRENT.get()
