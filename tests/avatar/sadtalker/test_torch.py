import pytest


@pytest.mark.needs("torch")
def test_the_other_tests_of_this_folder_run():
    """Without torch they are left out, and this one says why."""
