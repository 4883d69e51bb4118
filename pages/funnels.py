"""Funnels: how far the entrants of a campaign's month come, how fast, and where they are lost."""

import streamlit as st

from cockpit import charts, funnel_chart, funnel_course, funnel_course_chart, funnel_editor, funnels, notice
from cockpit.funnels import Choice, Row
from cockpit.panel import panel
from cockpit.places import crumbs
from cockpit.session import Session, current, reception
from data.errors import UserError
from metrics.funnels import Campaign, Funnel
from metrics.funnels.entrants import CARRIED

WIDTHS = [8, 5]
LONGEST = 20_000


def page(session: Session) -> None:
    choice = funnels.chosen(session, st.query_params.to_dict())
    if not choice:
        panel(session, "chart_head.html.j2", "funnels-none", title=session.say("funnels.title"), note="", view="")
        st.info(session.say("funnels.none"))
        return
    steps = crumbs(session, "funnels")
    heads = {"campaigns": funnels.campaigns(session, choice), "months": funnels.months(session, choice)}
    panel(session, "funnels_head.html.j2", "funnels-head", steps=steps, **heads)
    shown = funnels.funnel(session, choice)
    left, right = st.columns(WIDTHS)
    with left.container(key="card-funnel"):
        chart(session, choice, shown)
    with right:
        with st.container(key="card-leaks"):
            panel(session, "funnel_leaks.html.j2", "funnel-leaks", losses=funnels.losses(session, choice, shown))
        with st.container(key="card-funnel-tenure"):
            table(session, choice, "by_tenure", funnels.parts(session, choice, "tenure"), "")
    course(session, choice)
    below(session, choice)
    if funnel_editor.may_edit(session):
        editor(session, choice)


def chart(session: Session, choice: Choice, shown: Funnel) -> None:
    keys = funnel_chart.keys(session, choice.campaign, closed=choice.closed)
    panel(session, "funnel_note.html.j2", "funnel-note", choice=choice, running=shown.open_, keys=keys)
    title = session.say("funnels.chart")
    drawn = funnel_chart.funnel(session, shown, closed=choice.closed)
    st.plotly_chart(drawn, theme=None, config=charts.CONFIG, key="funnel-chart", alt=title)
    stages(session, "funnel-lines", shown, closed=choice.closed)


def stages(session: Session, key: str, shown: Funnel, *, closed: bool) -> None:
    lines = funnels.lines(session, shown, closed=closed)
    panel(session, "funnel_lines.html.j2", key, lines=lines, ordered=shown.campaign.ordered)


def course(session: Session, choice: Choice) -> None:
    """How many entered on each day of the campaign, and how far the entrants of each week came."""
    own = funnel_course.course(session, choice)
    known = funnel_course.spans(choice, reception().settings.calendar, session.sight.as_of)
    rows = funnel_course.weeks(session, choice, own, known)
    if not rows:
        return
    left, right = st.columns(WIDTHS)
    with left.container(key="card-funnel-course"):
        told, keys = funnel_course.pace(session, own, known), funnel_course_chart.keys(session, own)
        carried = own.weeks[CARRIED].entered if CARRIED in own.weeks else 0
        panel(session, "funnel_course.html.j2", "funnel-course", pace=told, keys=keys, carried=carried)
        drawn = funnel_course_chart.course(session, own, known)
        st.plotly_chart(drawn, theme=None, config=charts.CONFIG, key="course-chart", alt=session.say("funnels.course"))
    with right.container(key="card-funnel-weeks"):
        table(session, choice, "by_week", rows, "", daily=True)


def below(session: Session, choice: Choice) -> None:
    """The same funnel by organisation and by segment, as far as there are any."""
    children, segments = funnels.children(session, choice), funnels.parts(session, choice, "segment")
    tables = [("below", children, session.say("funnels.worst")), ("by_segment", segments, "")]
    known = [one for one in tables if one[1]]
    for column, one in zip(st.columns(WIDTHS[: len(known)]) if known else (), known, strict=True):
        with column.container(key=f"card-funnel-{one[0]}"):
            table(session, choice, *one)


def table(session: Session, choice: Choice, name: str, rows: list[Row], note: str, *, daily: bool = False) -> None:
    stages = [stage.name(session.lang) for stage in choice.campaign.stages[1:]]
    title = session.say(f"funnels.{name}")
    words = {"title": title, "note": note, "rows": rows, "stages": stages, "daily": daily}
    panel(session, "funnel_rows.html.j2", f"funnel-{name}", **words)


def editor(session: Session, choice: Choice) -> None:
    """The next version of the campaign as text; it is checked and previewed before it can be saved."""
    house, name = reception().settings, choice.campaign.id
    for problem in funnel_editor.left_out(house):
        st.warning(problem)
    number, text = funnel_editor.draft(house, name)
    key = f"campaign-{name}-{number}"
    with st.expander(session.say("funnels.edit")):
        written = st.text_area(session.say("funnels.text"), text, height=420, max_chars=LONGEST, key=key)
        if st.button(session.say("funnels.check"), key=f"{key}-check"):
            check(session, choice, key, written)
        campaign, shown = st.session_state.get(f"{key}-{written}", (None, None))
        if campaign:
            proposal(session, campaign, shown, written)


def check(session: Session, choice: Choice, key: str, written: str) -> None:
    """Count by the text, and remember what came of it; an error says the line and the remedy."""
    house = reception().settings
    try:
        campaign = funnel_editor.checked(house, choice.campaign.id, written)
    except UserError as error:
        st.error(str(error))
        return
    with st.spinner(session.say("funnels.counting")):
        st.session_state[f"{key}-{written}"] = campaign, funnel_editor.preview(session, house, campaign)


def proposal(session: Session, campaign: Campaign, shown: Funnel | None, written: str) -> None:
    """What a version counts, and the button that keeps it."""
    if shown:
        st.caption(session.say("funnels.preview", month=f"{shown.month:%Y-%m}"))
        if not campaign.ordered:
            st.caption(session.say("funnels.any_order", days=campaign.days))
        stages(session, "funnel-preview", shown, closed=True)
    else:
        st.info(session.say("funnels.nobody"))
    label = session.say("funnels.save", version=campaign.version)
    if st.button(label, type="primary", key=f"save-{campaign.id}-{campaign.version}"):
        funnel_editor.save(session, reception().settings, campaign, written)
        notice.renew(session.say("funnels.saved"))


page(current())
