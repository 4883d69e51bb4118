from data.errors import UserError


def test_a_user_error_says_where_what_and_what_next():
    error = UserError("calendar.toml", "is not TOML", "Correct the file.")
    assert (error.where, error.what, error.remedy) == ("calendar.toml", "is not TOML", "Correct the file.")
    assert str(error) == "calendar.toml: is not TOML. Correct the file."
