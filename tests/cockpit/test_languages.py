import pytest

from cockpit.languages import preferred


@pytest.mark.parametrize(
    ("cookies", "accepted", "fallback", "lang"),
    [
        ({}, "zh-CN", None, "zh"),
        ({}, "en-US,en;q=0.9", None, "en"),
        ({}, "fr;q=0.9,zh;q=0.3,en;q=0.5", None, "en"),
        ({}, "fr", "en", "en"),
        ({}, "", None, "zh"),
        ({}, "en;q=nonsense,zh", None, "zh"),
        ({"cockpit_lang": "en"}, "zh-CN", "zh", "en"),
        ({"cockpit_lang": "<script>"}, "zh-CN", None, "zh"),
    ],
)
def test_own_choice_then_browser_then_house(cookies, accepted, fallback, lang):
    assert preferred(cookies, accepted, fallback) == lang
