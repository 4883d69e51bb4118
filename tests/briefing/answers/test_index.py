from briefing.answers.index import Index, Mention, apart, stands_alone

INDEX = Index([("活动率", "rate"), ("活动", "verb"), ("APE", "ape"), ("活动率", "other")])


def test_every_name_is_found_and_shared_ones_keep_all_ids():
    assert INDEX.find("活动率") == [Mention(0, 2, ("verb",)), Mention(0, 3, ("rate", "other"))]


def test_of_overlapping_names_the_longest_is_kept():
    assert apart(INDEX.find("看活动率和活动")) == [Mention(1, 4, ("rate", "other")), Mention(5, 7, ("verb",))]


def test_a_latin_name_stands_alone():
    assert [one.ids for one in INDEX.find("ape多少")] == [("ape",)]
    assert INDEX.find("tape grape apes") == []
    assert stands_alone("a b", 0, 1)
    assert not stands_alone("ab", 0, 1)
