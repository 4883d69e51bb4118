"""What a run leaves to be said is said by the next one, once."""

from streamlit.testing.v1 import AppTest


def page():
    import streamlit as st  # noqa: PLC0415 - the function is run as a script of its own

    from cockpit import notice  # noqa: PLC0415

    notice.show()
    if st.button("keep"):
        notice.renew("kept")


def test_it_is_said_after_the_page_stands_anew_and_once():
    app = AppTest.from_function(page).run()
    assert not app.toast
    app.button[0].click().run()
    assert [toast.value for toast in app.toast] == ["kept"]
    assert not app.run().toast
