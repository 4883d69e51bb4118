"""The initials of a Chinese name, as people type them: 首年期交保费 is SNQJBF."""

from functools import cache

from briefing.speech.mandarin import groups


@cache
def initials(name: str) -> str:
    """The first letter of every syllable; letters and figures as they are, signs left out."""
    return "".join(letter for group in groups(name) for letter in _letters(group.text, group.syllables)).upper()


def _letters(text: str, syllables: tuple[str, ...]) -> str:
    plain = "".join(sign for sign in text if sign.isascii() and sign.isalnum())
    return plain or "".join(syllable[0] for syllable in syllables)
