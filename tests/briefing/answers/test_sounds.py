from briefing.answers.sounds import Sounds

SOUNDS = Sounds({"活动率": ("activity",), "绿色": ("green",), "headcount": ("hc",)})


def test_pinyin_and_initials_are_read():
    assert SOUNDS.typed("huodonglv") == ("activity",)
    assert SOUNDS.typed("hdl") == ("activity",)
    assert SOUNDS.typed("ls") == ()
    assert SOUNDS.typed("headcount") == ()


def test_another_character_of_the_same_sound_is_heard():
    assert SOUNDS.heard("江城活动绿多少") == (2, 5, "活动率")
    assert SOUNDS.heard("录色") is None
