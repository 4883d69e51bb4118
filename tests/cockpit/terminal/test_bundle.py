"""The bundle: its entry is found whatever its name is, and of its folder nothing else is given out."""

import pytest

from cockpit.terminal.bundle import MANIFEST, Bundle, asset, bundle


def test_the_entries_and_their_styles_have_addresses(built):
    styles = ("/board/assets/board-Zz9.css",)
    assert bundle(built) == Bundle("/board/assets/board-Ab_3-x.js", styles, "/board/assets/live-1.js")


@pytest.mark.parametrize("manifest", [None, "", "{", "{}", '{"src/part.ts": {"file": "assets/part-1.js"}}'])
def test_what_is_not_built_is_none(tmp_path, manifest):
    if manifest is not None:
        (tmp_path / MANIFEST).parent.mkdir()
        (tmp_path / MANIFEST).write_text(manifest)
    assert bundle(tmp_path) is None


def test_a_file_of_the_bundle_has_its_type(built):
    assert asset("board-Ab_3-x.js", built) == (built / "assets" / "board-Ab_3-x.js", "text/javascript")


@pytest.mark.parametrize("name", ["secret.txt", "../secret.js", "..", "nothing.js", "", ".js"])
def test_no_other_file_is_given_out(built, name):
    assert asset(name, built) is None
