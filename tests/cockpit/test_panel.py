import json

import pytest
from streamlit.testing.v1 import AppTest

from cockpit.panel import GOING

RUN_S = 60


def taken(address):
    """What a page finds after a link was taken: where to go, the address, and the place."""

    def script(address):
        import streamlit as st  # noqa: PLC0415 - the script runs by itself

        from cockpit.panel import follow  # noqa: PLC0415

        follow(address)
        st.session_state["seen"] = dict(st.query_params)

    run = AppTest.from_function(script, kwargs={"address": address}, default_timeout=RUN_S).run()
    assert not run.exception
    return run.session_state[GOING], run.session_state["seen"], run.session_state["place"]


@pytest.mark.parametrize(
    ("address", "page", "place"),
    [
        (
            "/drill?org=8601&indicator=visits&period=qtd",
            "drill",
            {"org": "8601", "indicator": "visits", "period": "qtd"},
        ),
        ("/overview?org=8601&next=//evil.test", "overview", {"org": "8601"}),
        ("/", "", {}),
        (None, "", {}),
    ],
)
def test_a_link_says_where_to_go_and_changes_the_address(address, page, place):
    assert taken(address) == (page, place, place)


def test_what_is_mounted_is_what_the_browser_gets():
    def script():
        from cockpit.panel import mount  # noqa: PLC0415 - the script runs by itself

        mount("piece", "<p>早</p>")

    run = AppTest.from_function(script, default_timeout=RUN_S).run()
    (piece,) = [piece for piece in run.main if getattr(piece, "key", None) == "piece"]
    assert json.loads(piece.proto.json) == "<p>早</p>"
    assert piece.proto.isolate_styles


def test_a_template_gets_the_session_and_what_it_is_given(visitor):
    assert "<h3>预警</h3>" in visitor.open("branch").html("warnings")
    assert "<h3>Warnings</h3>" in visitor.open("branch", lang="en").html("warnings")
