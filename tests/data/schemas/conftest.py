import pytest

from data.schemas import TABLES
from data.validation import judge


@pytest.fixture
def broken(rows_of):
    """The rules that a good row of a table breaks once these values are in it."""
    return lambda table, **change: judge(rows_of(table, change), TABLES[table].schema).bad["rule"].to_list()
