from dataclasses import replace

import pytest

from cockpit import settings as configuration
from cockpit import web


def test_a_relative_home_still_means_the_caller_s_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(web.os, "chdir", lambda _folder: None)
    monkeypatch.setattr(web.os, "execve", lambda _program, words, environ: became.append((words, environ)))
    settings = replace(configuration.load({"COCKPIT_HOME": "here"}), port=9123, host="127.0.0.9")
    web.serve(settings)
    words, environ = became[0]
    assert environ["COCKPIT_HOME"] == str(settings.home)
    assert settings.home.is_absolute()
    assert {"--server.port=9123", "--server.address=127.0.0.9"} <= set(words)
