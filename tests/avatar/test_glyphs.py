import pytest

from avatar.glyphs import BOX, Faces
from data.errors import UserError


def test_width_is_the_sum_of_the_advances(faces):
    assert faces.width("经营", 20) == 40
    assert faces.width("ab", 10) == pytest.approx(faces.width("a", 10) + faces.width("b", 10))
    assert faces.width("经营 A", 30) == pytest.approx(1.5 * faces.width("经营 A", 20))


def test_bold_latin_is_wider_than_regular(faces):
    assert faces.width("premium", 20, bold=True) > faces.width("premium", 20)


@pytest.mark.parametrize("char", "▲▼→←↑↓↗↘≤≥≈●■✓")
def test_signs_that_no_subset_holds_are_drawn(faces, char):
    assert BOX.outline not in faces.markup(char, 0, 0, 20)
    assert "<path" in faces.markup(char, 0, 0, 20)


def test_an_unknown_character_shows_as_a_box(faces):
    assert BOX.outline in faces.markup("\U00020000", 0, 0, 20)


def test_a_folder_without_fonts_is_refused_with_the_remedy(tmp_path):
    with pytest.raises(UserError, match="make setup"):
        Faces(tmp_path)
