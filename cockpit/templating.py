"""The HTML templates; everything that is put into them is escaped."""

from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data.messages import text

HERE = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def render(template: str, lang: str, **values: Any) -> str:
    """The template filled in; `t(key, ...)` in it is the catalogue's text in `lang`."""
    return environment().get_template(template).render(lang=lang, t=partial(text, lang), **values)


@cache
def style(name: str) -> str:
    """A style sheet beside the templates."""
    return (HERE / name).read_text("utf-8")
