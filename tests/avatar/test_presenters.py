import pytest

from avatar.presenters import names, presenter
from data.errors import UserError


def test_there_are_two_presenters_with_a_name_in_both_languages():
    assert names() == ["haoran", "xiaochen"]
    assert (presenter("xiaochen").name_zh, presenter("haoran").name_en) == ("晓晨", "Haoran")


def test_both_have_the_same_parts():
    a, b = presenter("haoran"), presenter("xiaochen")
    assert a.shape.keys() == b.shape.keys()
    assert b.colours.keys() <= a.colours.keys()


def test_an_unknown_presenter_is_refused_by_name():
    with pytest.raises(UserError, match="haoran, xiaochen"):
        presenter("nobody")
