import re
import string
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from data import messages
from data.errors import UserError
from data.messages import LANGUAGES, catalogue, text
from data.schemas import LEVELS

FILES = sorted(messages.HERE.glob("*.toml"))


def fields(message):
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def leaves(table, prefix=""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_every_message_is_there_in_every_language(path: Path):
    found = dict(leaves(tomllib.loads(path.read_text("utf-8"))))
    keys = {key.rpartition(".")[0] for key in found}
    assert set(found) == {f"{key}.{lang}" for key in keys for lang in LANGUAGES}
    assert all(isinstance(message, str) and message.strip() for message in found.values())


def test_no_key_is_in_two_files():
    every = Counter(
        key.rpartition(".")[0]
        for path in FILES
        for key, _ in leaves(tomllib.loads(path.read_text("utf-8")))
        if key.endswith(".zh")
    )
    assert [key for key, count in every.items() if count > 1] == []
    assert set(every) == set(catalogue())


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_the_languages_take_the_same_values(key):
    wanted = {lang: fields(message) for lang, message in catalogue()[key].items()}
    assert wanted["zh"] == wanted["en"]
    values = dict.fromkeys(wanted["zh"], 7)
    for lang in LANGUAGES:
        filled = text(lang, key, **values)
        assert "{" not in filled
        assert filled.count("7") >= len(values)


def test_chinese_is_chinese_and_english_is_not():
    chinese = re.compile(r"[一-鿿]")
    mixed = {key for key, message in catalogue().items() if chinese.search(message["en"])}
    assert mixed <= {"signin.other", "board.other"}  # the switch to the other language speaks that language


def test_an_unknown_key_names_itself():
    with pytest.raises(UserError, match=r"greeting\.nobody"):
        text("en", "greeting.nobody")


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_a_name(level):
    assert text("zh", f"level.{level}") != text("en", f"level.{level}")


def test_values_fill(monkeypatch, tmp_path):
    (tmp_path / "more.toml").write_text('[a.b]\nc = { zh = "共{n}人", en = "{n} people" }\n', "utf-8")
    monkeypatch.setattr(messages, "HERE", tmp_path)
    catalogue.cache_clear()
    try:
        assert text("en", "a.b.c", n=3) == "3 people"
        assert text("zh", "a.b.c", n=3) == "共3人"
    finally:
        catalogue.cache_clear()
