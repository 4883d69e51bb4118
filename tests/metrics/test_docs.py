from pathlib import Path

from metrics.measures import MEASURES

DOCS = Path(__file__).parents[2] / "docs" / "measures.md"


def indicator_row(one):
    """The docs' row of an indicator: definition, formula, target, rule."""
    target = "" if one.target is None else f"`{one.target}`" if isinstance(one.target, str) else f"{one.target:g}"
    judged = one.rule or ""
    if one.rule == "band":
        judged = f"band: {one.healthy:g}, danger {one.danger:g}"
    elif one.pace_of:
        judged = f"{one.rule}, else that of `{one.pace_of}`"
    return f"| `{one.id}` | {one.definition_en} | `{one.formula}` | {target} | {judged} |"


def measure_rows():
    """The docs' rows of measures: kind, table, names."""
    groups = {}
    for measure in MEASURES.values():
        groups.setdefault((measure.kind, measure.table), []).append(f"`{measure.id}`")
    return [f"| {kind} | `{table}` | {' '.join(names)} |" for (kind, table), names in groups.items()]


def table(text, head):
    """The rows under a table's head."""
    rows = text.split(head, 1)[1].split("\n\n", 1)[0]
    return rows.strip().splitlines()[1:]


def test_every_definition_stands_in_the_docs(catalogue):
    rows = table(DOCS.read_text("utf-8"), "| id | means | formula | target | judged by |")
    assert rows == [indicator_row(one) for one in catalogue]


def test_every_measure_stands_in_the_docs():
    assert table(DOCS.read_text("utf-8"), "| kind | table | measures |") == measure_rows()
