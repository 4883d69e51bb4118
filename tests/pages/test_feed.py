"""The feed in the real web process: a socket as a browser opens it, and a version published beside it."""

import json
import time

from websockets.sync.client import connect

from cockpit import settings
from cockpit.reception import Reception
from cockpit.terminal import parts
from cockpit.terminal.parts import Ask
from metrics.store import open_store
from tests.cockpit.terminal.reader import Held, heard
from tests.cockpit.terminal.series import changed

SOON_S = 5


def test_a_new_version_is_there_soon(house):
    reception = Reception.open(settings.load({"COCKPIT_HOME": str(house.home)}))
    token = reception.tokens.issue(reception.users.find("branch"))
    store = open_store(house.home / "store")
    before = store.current()
    held = Held.of(parts.encoded(before, Ask("branch", "8601"), ()))
    headers = {"Cookie": f"{reception.tokens.cookie}={token}", "Origin": house.url}
    with connect(f"{house.url.replace('http', 'ws')}/api/feed", additional_headers=headers, max_size=None) as socket:
        assert "permessage-deflate" not in socket.response.headers.get("Sec-WebSocket-Extensions", "")
        assert heard(socket, 60)["hello"] == before.version
        socket.send(json.dumps({"hold": {"8601": before.version}}))
        after = changed(before, 2, 2)
        store.publish(after)
        began = time.monotonic()
        held = held.taken(heard(socket, 60))
        took = time.monotonic() - began
        store.publish(before)  # other tests of this house expect it
    assert held.same(Held.of(parts.encoded(after, Ask("branch", "8601"), ())))
    assert took < SOON_S
