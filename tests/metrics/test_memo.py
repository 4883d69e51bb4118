from metrics.memo import Memo


def test_a_value_is_made_once_until_others_need_its_room():
    made = []
    memo = Memo(2)
    for key in "abacba":
        assert memo.get(key, lambda key=key: made.append(key) or key.upper()) == key.upper()
    assert made == ["a", "b", "c", "b", "a"]
    assert len(memo) == 2
