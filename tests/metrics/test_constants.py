import pytest

from data.errors import UserError
from metrics.constants import FILE, constant


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "constants.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_house_has_a_team_standard():
    assert constant("team_standard", FILE) > 0


def test_a_value_with_its_source_is_read(file):
    assert constant("big", file('# why\n[big]\nvalue = 5_000\nsource = "a notice"\n')) == 5000


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ('[big]\nvalue = "5"\nsource = "a"\n', "constants.toml, line 1", "no whole value"),
        ('\n[big]\nvalue = 0\nsource = "a"\n', "constants.toml, line 2", "no whole value"),
        ("[big] # large\nvalue = 5\n", "constants.toml, line 1", "no source"),
        ("big = 5\n", "constants.toml, line 1", "no whole value"),
        ("[small]\nvalue = 5\n", "constants.toml", "no constant 'big'. Known are: small"),
        ("[big\n", "constants.toml", "not readable TOML"),
    ],
)
def test_a_wrong_entry_is_refused_at_its_line(file, text, where, says):
    with pytest.raises(UserError, match=says) as caught:
        constant("big", file(text))
    assert caught.value.where == where


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UserError, match="not readable"):
        constant("big", tmp_path / "nowhere.toml")
