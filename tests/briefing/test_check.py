"""The number checker lets nothing through that cannot be traced."""

from dataclasses import replace

import pytest

from briefing.check import UntrueScriptError, check
from briefing.rundown import compose


@pytest.fixture
def script_and_sources(snapshot, morning_of):
    morning = morning_of(snapshot, "8601")
    return compose(morning), morning.sources


def changed(script, at, **fields):
    sentences = list(script.sentences)
    sentences[at] = replace(sentences[at], **fields)
    return replace(script, sentences=tuple(sentences))


def index(script, id_):
    return next(at for at, sentence in enumerate(script.sentences) if sentence.id == id_)


def test_a_composed_script_passes(script_and_sources):
    check(*script_and_sources)


def test_a_number_without_a_reference_is_named(script_and_sources):
    script, sources = script_and_sources
    at = index(script, "actions")
    with pytest.raises(UntrueScriptError, match="actions: 0 references cover the 7"):
        check(changed(script, at, text=script.sentences[at].text + "还差 7 件。"), sources)


@pytest.mark.parametrize("digit", ["٣", "５"])
def test_digits_of_other_scripts_count_too(script_and_sources, digit):
    script, sources = script_and_sources
    at = index(script, "close")
    with pytest.raises(UntrueScriptError, match="close"):
        check(changed(script, at, text=digit), sources)


def test_a_number_covered_twice_is_refused(script_and_sources):
    script, sources = script_and_sources
    at = index(script, "pace")
    refs = script.sentences[at].refs
    with pytest.raises(UntrueScriptError, match="2 references"):
        check(changed(script, at, refs=(*refs, refs[0])), sources)


def test_another_number_than_the_snapshot_s_is_refused(script_and_sources):
    script, sources = script_and_sources
    at = index(script, "headline")
    first, *others = script.sentences[at].refs
    with pytest.raises(UntrueScriptError, match="in the snapshot"):
        check(changed(script, at, refs=(replace(first, value=first.value * 1.0001), *others)), sources)


def test_a_text_that_rounds_otherwise_is_refused(script_and_sources):
    script, sources = script_and_sources
    at = index(script, "headline")
    sentence = script.sentences[at]
    first, *others = sentence.refs
    wrong = first.text.replace("29.5", "29.6")
    with pytest.raises(UntrueScriptError, match="does not say"):
        check(
            changed(
                script, at, text=sentence.text.replace(first.text, wrong), refs=(replace(first, text=wrong), *others)
            ),
            sources,
        )


def test_digits_are_not_left_to_the_voice(script_and_sources):
    script, sources = script_and_sources
    with pytest.raises(UntrueScriptError, match="the voice"):
        check(changed(script, 0, spoken="今天是 6 月"), sources)


def test_a_reference_to_nothing_is_refused(script_and_sources):
    script, sources = script_and_sources
    at = index(script, "cause-1")
    first, *others = script.sentences[at].refs
    with pytest.raises(UntrueScriptError, match="cause-1"):
        check(changed(script, at, refs=(replace(first, formula="cause.chain.nothing.value"), *others)), sources)
