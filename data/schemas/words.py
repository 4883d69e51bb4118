"""What columns of several sources have in common."""

import dataframely as dy

ORG_ID = r"^86(\d\d){0,5}$"
UNIT_ID = r"^86(\d\d){5}$"
LEVELS = ("hq", "branch", "sub_branch", "district", "department", "unit")


def one_of(*words: str, nullable: bool = False) -> dy.String:
    """A text column that holds one of a few words; another word breaks the rule `one_of`."""
    return dy.String(nullable=nullable, check={"one_of": lambda column: column.is_in(words)})
