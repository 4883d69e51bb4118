"""The demo insurer's constants: sizes, seasons, rates. Assumptions, chosen so that they agree with one another."""

from dataclasses import dataclass

from data.errors import UserError


@dataclass(frozen=True)
class Size:
    """How large an insurer is drawn.

    `orgs`: nodes per level below headquarters; `months` of policies and personnel, the last one that of `as_of`;
    `behaviour_months` before `as_of`'s month at most (never before 1 January of last year); `raw_days` of raw events;
    `acts`: an agent's acts a day in the sales app; `book`: policies per agent that are older than `months`.
    """

    orgs: tuple[int, int, int, int, int]
    agents: int
    months: int
    behaviour_months: int
    raw_days: int
    acts: float
    book: float


SIZES = {
    "XS": Size((1, 3, 4, 5, 8), 150, 30, 18, 10, 8.0, 8.0),
    "S": Size((6, 24, 72, 216, 650), 6_500, 40, 18, 60, 31.0, 14.0),
    "M": Size((35, 280, 560, 1_400, 3_500), 25_000, 40, 18, 31, 30.0, 14.0),
    "L": Size((35, 280, 1_500, 6_500, 26_000), 230_000, 14, 2, 31, 4.4, 4.0),
}


def size_of(name: str) -> Size:
    """The size of that name; an unknown one is a UserError."""
    if name not in SIZES:
        raise UserError(f"size {name}", "is unknown", f"Choose one of {', '.join(SIZES)}.")
    return SIZES[name]


# Seasons, by calendar month from January; each sums to 12.
SALES = (3.70, 1.35, 1.95, 0.55, 0.60, 1.00, 0.55, 0.55, 0.70, 0.30, 0.35, 0.40)
SALES_EARLY_CNY = (3.35, 1.70, *SALES[2:])
VISITING = (1.15, 0.80, 1.10, 1.00, 0.98, 1.03, 0.96, 0.96, 1.02, 0.94, 1.02, 1.04)
RECRUITING = (0.70, 0.80, 1.35, 1.15, 1.05, 1.00, 1.05, 1.00, 1.05, 0.95, 1.00, 0.90)
PROPOSING = (2.10, 1.05, 1.40, 0.80, 0.80, 1.00, 0.75, 0.75, 0.85, 0.65, 0.85, 1.00)

# The month's profile: the first working days, the last ones, days off.
FIRST_WORKDAYS = (1.25, 1.25)
LAST_WORKDAYS = (1.3, 1.5, 1.8, 2.3, 3.0)
SATURDAY, SUNDAY, HOLIDAY, CNY_WEEK = 0.7, 0.5, 0.3, 0.05
SALES_ON_DAYS_OFF = 0.5

# Sales per agent in a month of weight 1.
CASES = 0.94
REGULAR_SHARE = 0.80
ISSUE_RATE = 0.88
FREELOOK = 0.025
PREMIUM_MEDIAN, PREMIUM_SIGMA, PREMIUM_CEILING = 12_000.0, 0.72, 200_000.0
SHORT_MEDIAN, SHORT_SIGMA = 480.0, 0.6
SINGLE_MEDIAN, SINGLE_SIGMA = 40_000.0, 0.5
PREMIUM_BY_RATE = 0.30
ISSUE_LAGS = (0.45, 0.25, 0.12, 0.06, 0.04, 0.03, 0.02, 0.02, 0.01)
PROPOSAL_LAGS = tuple(0.88**day for day in range(26))

# Agents: lasting productivity, its month to month wander, the weakness of beginners.
SKILL_SIGMA, WANDER_SIGMA, WANDER_RHO = 0.80, 0.50, 0.6
BEGINNER_MONTHS, BEGINNER_FACTOR = 3, 0.6
ORG_EFFECT = {"branch": 0.12, "sub_branch": 0.12, "district": 0.10, "department": 0.08, "unit": 0.08}
MONTH_EFFECT = {"sub_branch": 0.018, "district": 0.015, "department": 0.02, "unit": 0.03}

# Attrition a month by tenure in months: (first month of the band, hazard).
HAZARDS = ((0, 0.085), (3, 0.095), (6, 0.07), (12, 0.035), (24, 0.015))
TRANSFERS = 0.03 / 12

# Behaviour per agent and month.
VISITS = 22.0
PROPOSALS = 4.0
DILIGENCE_SIGMA, DILIGENCE_SHAPE = 0.35, 8.0
OPENS_APP = {"workday": 0.86, "off": 0.45}

# Visits: face to face, by video, by phone; with a proposal, without one. A few are too short to be valid.
MEETING_MODES, VISIT_MODES, SHORT_VISITS = (0.80, 0.20, 0.0), (0.555, 0.077, 0.368), 0.04
# Of the visits without a proposal: to customers whom the agent serves, to orphans of the unit.
VISITS_TO_SERVED, VISITS_TO_ORPHANS = 0.35, 0.01
# Needs analyses: before a proposal; some of them on an earlier visit; on a valid visit without a proposal.
NEEDS_BEFORE, NEEDS_EARLIER, NEEDS_ALONE = 0.97, 0.60, 0.24
# The other acts of an agent and month.
PROSPECTS, CAMPAIGNS, COACHINGS = 8.0, 0.9, 5.2
OTHER_SHARES = {"open": 0.49, "read": 0.28, "share": 0.23}

# Review tasks and reviews without a task, a month; the share of proposals to own customers that a task's review came
# before. What becomes of the other tasks, as shares of the step before: all together appointed 0.45, done 0.60, a gap
# found 0.70. How many months before `as_of`'s the tasks begin.
REVIEW_TASKS, OTHER_REVIEWS, TASKS_BEFORE_PROPOSALS = 3.0, 3.4, 0.70
APPOINTED, REVIEWED, GAP_FOUND = 0.41, 0.53, 0.60
TASK_MONTHS = 3

# WeCom: the share who add the agent at the sale; the mean days until the others do.
WECOM_AT_SALE, WECOM_DAYS = 0.15, 1_900.0

# Renewals: chance that a due item is ever paid, by pay_no (2, 3, 4 and more), seller in service or gone.
KEPT = ((0.965, 0.830), (0.975, 0.880), (0.985, 0.930))
# When it is paid: days after the due day and the share paid before that day.
PAID_AFTER = (-20, 0, 1, 8, 31, 53, 61)
PAID_SHARE = (0.0, 0.10, 0.28, 0.52, 0.72, 0.89, 0.96)
PAID_SHARE_ORPHAN = (0.0, 0.06, 0.18, 0.38, 0.58, 0.82, 0.93)
GRACE_DAYS = 60
REMINDED, CONTACTED, CONTACTED_ORPHAN, PROMISED = 0.98, 0.80, 0.60, 0.70

# Service.
RECORDED, QC_PASS, MISLEAD_HIT, CALLBACK_OK, CALLBACK_FAILED = 0.70, 0.88, 0.015, 0.98, 0.015
COMPLAINTS_A_MONTH = 1.2e-4

# Careers: licensed on the first day (half of the others some weeks later), confirmed of those who stay, demoted of the
# heads a month. Candidates who come from a contact to an interview, on to an application, on board.
LICENSED, CONFIRMED, DEMOTED = 0.99, 0.80, 0.006
RECRUITING_RATES = (0.35, 0.40, 0.60)
# The office: an agent's own chance to come (logit mean and spread: 0.86 of the days), to the morning meeting, and what
# a collapse leaves of it; courses an agent and month, passed, never opened of those not passed.
COMING, COMING_SIGMA, MEETING_TOO, COLLAPSE_COMING = 2.0, 0.75, 0.93, 0.55
COURSES, COURSE_PASSED, COURSE_UNOPENED = 2.0, 0.90, 0.4
# Appraisals: kept or promoted with a sale in the quarter and without one; promoted of those kept. Pay: allowances a
# month in cents by rank, and a newcomer's in the first year.
APPRAISED, APPRAISED_IDLE, APPRAISED_UP = 0.96, 0.55, 0.04
ALLOWANCES, NEWCOMER = (60_000, 250_000, 500_000, 800_000), 150_000
# Applications: signed on the phone; passed by rule where issued on the same day or later (0.78 of all); withdrawn;
# answered where a notice ends in a refusal; hours until issue, and the days until the others are given up.
MOBILE, AUTO_SAME_DAY, AUTO_LATER, WITHDRAWN, ANSWERED = 0.97, 0.98, 0.80, 0.04, 0.5
TURNAROUND_HOURS, TURNAROUND_SIGMA, ENDED_DAYS = 10.0, 1.2, 3.0
# Customers by grade, the most valuable first.
SEGMENT_SHARES = (0.05, 0.15, 0.30, 0.50)
# Policies with regular premium whose customer signed an automatic debit; its tries in vain, days after the due day; the
# share of payments made that way.
DEBIT_SIGNED, DEBIT_TRIES, DEBIT_PAID = 0.62, (40, 57), 0.88
# A premium unpaid on the last day of grace is paid by a loan from the third one on.
LOANS = 0.8
# The older book's endowments and annuities mature after so many years, with so many premiums; covers of a year end
# with a bonus for no claims, a part of the premium.
MATURES_AFTER, MATURES_AT, NO_CLAIMS = 12, 13.0, 0.1

# Recordings: of a product that must be recorded; minutes; done again, where it passed and where not; full checks by a
# person within the free-look period, and after it.
MUST_RECORD, RECORDING_MINUTES, RECORDING_SIGMA = 0.995, 17.0, 0.35
RERECORDED, CHECKED, CHECKED_LATE, FREELOOK_DAYS = (0.02, 0.45), 0.36, 0.06, 15

# Supervision: sessions a unit and month, their minutes, and what becomes of their tasks (by the due day; at all).
MEETINGS, MEETING_MINUTES, TASKS_A_MEETING, TASKS_IN_TIME, TASKS_CLOSED = 0.30, 45.0, 2.0, 0.80, 0.90
TASK_DAYS = (5, 7, 10, 14)

# The plan: how far above the expectation it is set, and how far an org's plan strays from it.
STRETCH, STRETCH_SPREAD = 0.995, 0.008
