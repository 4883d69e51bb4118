from dataclasses import replace

import pytest

from cockpit.choice import label, options
from cockpit.view import CLASSES


def test_every_indicator_can_be_chosen_class_by_class(make_session):
    session = make_session("branch", "zh")
    found = options(session)
    assert sorted(found) == sorted(session.catalogue.ids)
    classes = [session.catalogue[name].cls for name in found]
    assert classes == sorted(classes, key=CLASSES.index)


def test_headlines_come_first_in_their_class(make_session):
    session = make_session("branch", "zh")
    last = session.of_class("process")[-1].id
    loud = {name: replace(entry, headline=name == last) for name, entry in session.catalogue.indicators.items()}
    changed = replace(session, catalogue=replace(session.catalogue, indicators=loud))
    assert next(name for name in options(changed) if session.catalogue[name].cls == "process") == last


@pytest.mark.parametrize(
    ("lang", "shown"), [("zh", "业绩 · 首年期交保费  SNQJBF"), ("en", "Performance · Regular first-year premium")]
)
def test_a_choice_is_found_by_class_name_and_initials(make_session, lang, shown):
    assert label(make_session("branch", lang), "fyp_regular") == shown
