import pytest

from data.demo import names, orgs
from data.demo.constants import SIZES
from data.demo.dice import streams
from data.org import LEVELS


@pytest.fixture(scope="module", params=["XS", "S", "M"])
def sized(request):
    return SIZES[request.param], orgs.draw(SIZES[request.param], streams(1)["orgs"])


def test_the_tree_has_its_size(sized):
    size, drawn = sized
    assert [len(drawn.tree.at_level(level)) for level in LEVELS] == [1, *size.orgs]


def test_names_are_unique_in_both_languages(sized):
    _, drawn = sized
    for lang in ("zh", "en"):
        every = [drawn.tree.name(org.id, lang) for org in drawn.tree]
        assert len(set(every)) == len(every)


def test_units_lie_inside_their_orgs(sized):
    _, drawn = sized
    org = drawn.tree.at_level("district")[1]
    numbers = [at for at, unit in enumerate(drawn.units) if unit.startswith(org)]
    inside = drawn.inside(org, drawn.group("unit"))
    assert [at for at, there in enumerate(inside) if there] == numbers
    assert (drawn.group("hq") == 0).all()


@pytest.mark.parametrize(("number", "figure"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")])
def test_numbers_in_chinese(number, figure):
    assert names.chinese(number) == figure
