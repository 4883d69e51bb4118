import json
from datetime import date

from metrics.warning import Cause, Link, Paths, Warning  # noqa: A004


def test_json_and_back():
    one = Warning(
        "a.1", "W2", "red", "8601", "visits", "mtd", 1.5, 3.0, 0.5, 0.6, 0.55, -0.1, 0.3, 0.8, 0.7, 0.9, 0.2, 0.1,
        Cause("860101", 0.7, (Link("proposals", 1.0, 2.0, -0.5),)), date(2026, 6, 4), "manager.branch",
    )  # fmt: skip
    shown = json.loads(json.dumps(one.to_json()))
    assert shown["since"] == "2026-06-04"
    assert shown["cause"]["chain"][0]["indicator"] == "proposals"
    assert Warning.from_json(shown) == one
    bare = Warning.from_json({**shown, "cause": None})
    assert bare.cause is None
    assert Warning.from_json(bare.to_json()) == bare


def test_empty_paths_have_the_schema():
    assert Paths.empty().rows.columns == ["org", "indicator", "day", "actual", "expected", "last_year", "target"]
