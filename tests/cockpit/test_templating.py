import re
from pathlib import Path

import jinja2
import pytest

from cockpit.progress import Step
from cockpit.templating import HERE, environment, render
from data.messages import catalogue

KEY = re.compile(r"""\b(?:t|say)\(\s*["']([a-z_.]+)["']""")
ROOT = Path(__file__).parents[2]
SOURCES = [*HERE.glob("*.j2"), *(ROOT / "pages").glob("*.py"), *(ROOT / "cockpit").glob("*.py")]


def test_what_is_put_in_is_escaped():
    page = render("wait.html.j2", "zh", step=Step('"><script>', 0, 0), share=None, degraded=["<b>"])
    assert "&#34;&gt;&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<b>" not in page


def test_a_missing_value_is_an_error():
    with pytest.raises(jinja2.UndefinedError):
        render("wait.html.j2", "zh", step=None)


@pytest.mark.parametrize("template", [path.name for path in HERE.glob("*.j2")])
def test_every_template_compiles(template):
    environment().get_template(template)


def test_every_message_that_a_page_names_is_in_the_catalogue():
    named = {key for path in SOURCES for key in KEY.findall(path.read_text("utf-8")) if not key.endswith(".")}
    assert len(named) > 40
    assert named <= set(catalogue()), named - set(catalogue())


def test_no_page_asks_another_site():
    pages = [path for path in HERE.iterdir() if not path.name.endswith(".conf.j2")]
    for path in [*pages, ROOT / ".streamlit" / "config.toml"]:
        addresses = re.findall(r"https?://[^\s\"')]+", path.read_text("utf-8"))
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}, path
