import json
from datetime import date

from metrics.warning import Cause, Link, Missing, Paths, Warning  # noqa: A004

MISSING = (Missing("event", date(2026, 6, 3), 0.5),)


def test_json_and_back():
    one = Warning(
        "a.1", "W2", "red", "8601", "visits", "mtd", 1.5, 3.0, 0.5, 0.6, 0.55, -0.1, 0.3, 0.8, 0.7, 0.9, 0.2, 0.1,
        Cause("860101", 0.7, (Link("proposals", 1.0, 2.0, -0.5),), MISSING), date(2026, 6, 4), "manager.branch",
    )  # fmt: skip
    shown = json.loads(json.dumps(one.to_json()))
    assert shown["since"] == "2026-06-04"
    assert shown["cause"]["chain"][0]["indicator"] == "proposals"
    assert shown["cause"]["missing"] == [{"table": "event", "day": "2026-06-03", "share": 0.5}]
    assert Warning.from_json(shown) == one
    assert one.cause.missing[0].source == "sales_app"
    bare = Warning.from_json({**shown, "cause": None})
    assert bare.cause is None
    assert Warning.from_json(bare.to_json()) == bare


def test_empty_paths_have_the_schema():
    assert Paths.empty().rows.columns == ["org", "indicator", "day", "actual", "expected", "last_year", "target"]
