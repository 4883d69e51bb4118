import gc
import warnings
from collections.abc import Iterator

import pytest

from briefing.speech.espeak import EspeakEngine
from tests.briefing.speech.edge_service import Peer


@pytest.fixture(scope="session")
def espeak() -> Iterator[EspeakEngine]:
    engine = EspeakEngine()
    yield engine
    engine.close()


@pytest.fixture
def service(tmp_path, monkeypatch) -> Iterator[Peer]:
    """The local edge-tts service; nothing else can be reached."""
    for name in (
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "all_proxy",
        "NO_PROXY",
        "no_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    peer = Peer(tmp_path)
    yield peer
    peer.close()
    with warnings.catch_warnings():  # a socket that was still taking leave when the test's loop ended
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
