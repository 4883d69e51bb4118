"""A model may say what is asked: whatever else it says is refused. The service is a real one, on this machine."""

import json
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from briefing.answers import model
from briefing.answers.model import Model, understood
from briefing.answers.question import Asker

TEXT = "咱这块儿江城最近卖得咋就不灵了呢"
ASKER = Asker(("8601",), "8601", "zh")
SOUND = {"intent": "why", "indicator": "fyp_regular", "place": "江城", "when": "mtd"}


class Service(ThreadingHTTPServer):
    """Answers every request with `says`, and keeps what was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.says, self.status, self.asked = "", 200, []
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1/"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["Authorization"], body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(json.dumps({"choices": [{"message": {"content": self.server.says}}]}).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def service():
    made = Service()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def read(service, snapshot, reader_of):
    """What a text is understood to be when the model says something."""
    reader = reader_of(snapshot, "8601")

    def of(says, text=TEXT):
        service.says = says if isinstance(says, str) else json.dumps(says)
        before = replace(reader.read(text, ASKER), intent="unknown")
        return before, understood(Model(service.url, "small", "secret"), before, reader, ASKER)

    return of


def test_what_the_model_says_is_asked_of_the_snapshot(read, service, snapshot):
    _, after = read(SOUND)
    assert (after.intent, after.orgs, after.indicators, after.when) == ("why", ("860101",), ("fyp_regular",), "mtd")
    path, key, body = service.asked[0]
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer secret", "small")
    task, question = (message["content"] for message in body["messages"])
    assert question == TEXT
    assert not [org.name_zh for org in snapshot.orgs if org.name_zh in task]


WRONG = {"value": 42, "intent": "rumour", "indicator": "share_price", "when": "tomorrow", "place": "浙江分公司"}


@pytest.mark.parametrize(
    "says",
    [
        *("not JSON", "[]", "{}"),
        *({**SOUND, name: value} for name, value in WRONG.items()),
        *({**SOUND, "place": 7}, {**SOUND, "intent": None}, {**SOUND, "intent": ["why"]}),
        {**SOUND, "intent": "value", "indicator": None},
    ],
)
def test_anything_else_is_refused(read, says):
    before, after = read(says)
    assert after == before


def test_an_organisation_beyond_the_scope_stays_unknown(read):
    _, after = read({**SOUND, "place": "浙江"}, "浙江咋就不灵了呢")
    assert (after.intent, after.orgs) == ("beyond", ("8601",))


def test_a_service_that_fails_or_is_silent_leaves_the_question_as_it_was(read, service, monkeypatch):
    service.status = 500
    before, after = read(SOUND)
    assert after == before
    monkeypatch.setattr(model, "TIMEOUT_S", 0.2)
    service.shutdown()
    before, after = read(SOUND)
    assert after == before
