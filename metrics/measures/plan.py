"""Measures that rest on no rows of their own: the plan, the teams, the best agents, the calendar."""

from metrics.measures.kinds import Measure

_COUNTS = (
    "visits", "proposals", "policies", "recruits", "hc_end", "hc_active", "hc_producing", "ren_rate", "p13"
)  # fmt: skip
_MONEY = ("fyp_regular", "std_prem", "nbv", "ren_cash")
TARGETS = tuple(f"tgt_{name}" for name in (*_COUNTS, *_MONEY))
TEAMS = (
    Measure("zero_depts", "team_flag", "policy"),
    Measure("depts_total", "team_flag", "policy"),
    Measure("teams_total", "team_flag", "movement"),
    Measure("teams_qualified", "team_flag", "policy"),
    Measure("fyp_top10pct", "agent_flag", "policy", money=True),
)
CALENDAR = (Measure("pace_time", "calendar", "target"), Measure("pace_curve", "calendar", "target"))
MEASURES = (
    *(Measure(name, "target", "target", money=name.removeprefix("tgt_") in _MONEY) for name in TARGETS),
    *TEAMS,
    *CALENDAR,
)
