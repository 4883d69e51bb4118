"""The number checker: nothing is broadcast that cannot be traced."""

import re
from collections.abc import Iterator

from briefing.phrases import say
from briefing.refs import BrokenRefError, Ref, Sources
from briefing.script import Script, Sentence

DIGIT = re.compile(r"\d")
TOLERANCE = 1e-9


class UntrueScriptError(ValueError):
    """A script says a number without a reference, or another number than its reference leads to."""


def check(script: Script, sources: Sources) -> None:
    """Every digit is covered by exactly one reference, and every reference leads to what is said.

    Raises:
        UntrueScriptError: names each sentence and what is wrong with it.
    """
    faults = [
        f"{sentence.id}: {fault}" for sentence in script.sentences for fault in _faults(sentence, script, sources)
    ]
    if faults:
        raise UntrueScriptError("; ".join(faults))


def _faults(sentence: Sentence, script: Script, sources: Sources) -> Iterator[str]:
    for digit in DIGIT.finditer(sentence.text):
        covers = sum(ref.start <= digit.start() < ref.end for ref in sentence.refs)
        if covers != 1:
            around = sentence.text[max(0, digit.start() - 8) : digit.end() + 8]
            yield f"{covers} references cover the {digit.group()} in {around!r}"
    if spoken := DIGIT.search(sentence.spoken):
        yield f"the voice is left with the digit {spoken.group()}"
    for ref in sentence.refs:
        if sentence.text[ref.start : ref.end] != ref.text:
            yield f"{ref.text!r} does not stand at {ref.start}"
        yield from _untrue(ref, script.lang, sources)


def _untrue(ref: Ref, lang: str, sources: Sources) -> Iterator[str]:
    try:
        value = sources.recompute(ref)
    except BrokenRefError as error:
        yield str(error)
        return
    if value != ref.value and not _close(value, ref.value):
        yield f"{ref.text!r} is {ref.value} in the script and {value} in the snapshot"
    if say(ref, lang).shown != ref.text:
        yield f"{ref.text!r} does not say {ref.value}"


def _close(one: object, other: object) -> bool:
    if not isinstance(one, int | float) or not isinstance(other, int | float):
        return False
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one))
