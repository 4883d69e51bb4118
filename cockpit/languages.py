"""Which language a person reads: their own choice, then their browser's, then the house's."""

from collections.abc import Mapping

from data.messages import LANGUAGES

COOKIE = "cockpit_lang"


def preferred(cookies: Mapping[str, str], accepted: str, fallback: str | None) -> str:
    """The language, zh or en.

    `accepted` is an Accept-Language header or a locale such as `zh-CN`; `fallback` the house's setting.
    """
    chosen = cookies.get(COOKIE)
    return chosen if chosen in LANGUAGES else _first(accepted) or fallback or LANGUAGES[0]


def _first(accepted: str) -> str | None:
    """The first language of the list that we speak, by weight."""
    ranges = [_weighted(part) for part in accepted.split(",") if part.strip()]
    tags = (tag.split("-")[0] for _, tag in sorted(ranges, key=lambda pair: -pair[0]))
    return next((tag for tag in tags if tag in LANGUAGES), None)


def _weighted(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";q=")
    try:
        return float(weight or 1), tag.strip().lower()
    except ValueError:
        return 0.0, tag.strip().lower()
