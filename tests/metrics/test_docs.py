from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs" / "measures.md"


def test_every_definition_stands_in_the_docs(catalogue):
    text = DOCS.read_text("utf-8")
    for one in catalogue:
        assert f"| `{one.id}` | `{one.formula}` |" in text
