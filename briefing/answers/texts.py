"""The texts that answers quote, by their names: definitions of the catalogue and passages of articles."""

from collections.abc import Mapping

from briefing.answers.articles import Library
from data.messages import LANGUAGES
from metrics.catalogue import Catalogue

PARTS = ("text", "source")


def texts(catalogue: Catalogue, library: Library) -> Mapping[str, str]:
    """By names such as `activity_rate.definition.zh`, `free-look.zh.1.text` and `free-look.zh.1.source`."""
    definitions = {f"{one.id}.definition.{lang}": one.definition(lang) for one in catalogue for lang in LANGUAGES}
    return definitions | {f"{one.id}.{part}": getattr(one, part) for one in library.passages for part in PARTS}
