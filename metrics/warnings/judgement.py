"""One path indicator through one month: history fitted, pace expected, both rules applied to every working day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from data.calendar import Month
from data.org import LEVELS
from metrics.warnings import noise, profile, rules
from metrics.warnings.noise import Noise
from metrics.warnings.profile import Profile, Shape
from metrics.warnings.settings import PathRule, Settings
from metrics.warnings.volumes import Book

Floats = NDArray[np.float64]
CHECKPOINTS = (0.25, 0.5, 0.75, 1.0)
"""Where in a month residuals are taken: fractions of its working days."""


@dataclass(frozen=True)
class Past:
    """Closed months with data: their shapes, volumes (orgs, 1 + days), plans (orgs) and importance for `month`."""

    shapes: tuple[Shape, ...]
    volumes: tuple[Floats, ...]
    targets: Floats
    importance: Floats


@dataclass(frozen=True)
class Judged:
    """An indicator's month: its `volume` (orgs, 1 + days), the orgs' profile, noise, course and standing.

    `points` are day indices of the month, one a working day that is over.
    """

    rule: PathRule
    shape: Shape
    points: NDArray[np.intp]
    volume: Floats
    profile: Profile
    noise: Noise
    course: rules.Course
    standing: rules.Standing

    @property
    def days(self) -> list[date]:
        return [self.shape.days[at] for at in self.points]

    @cached_property
    def since(self) -> NDArray[np.intp]:
        """Per org and point the first point of the running streak of warnings; the point itself where none is."""
        begins = np.broadcast_to(np.arange(len(self.points)), self.standing.grade.shape)
        quiet = np.where(self.standing.grade == rules.GREEN, begins, -1)
        return np.asarray(np.minimum(np.maximum.accumulate(quiet, axis=1) + 1, begins))


def judge(book: Book, settings: Settings, rule: PathRule, month: Month) -> Judged:
    """The indicator's month, every working day of it up to the book's `as_of`."""
    past, levels = gather(book, settings, rule, month), book.levels
    form = shaped(book, settings, month)
    own, usual, remainder = fitted(past, settings, rule, levels)
    points = form.points(book.as_of)
    volume, share = book.volume(rule, month), own.share(form)
    course = rules.Course(
        actual=np.cumsum(volume, axis=1)[:, points + 1],
        target=book.target(rule, month),
        share=share[:, points + 1],
        time=form.numbers[points] / max(form.workdays, 1),
        cases=book.cases(rule, month)[:, None] * share[:, points + 1],
        number=np.where(_enough_agents(book, settings, month)[:, None], form.numbers[points], 0),
        seen=any(each.month.number == month.number for each in past.shapes),
    )
    standing = rules.judge(course, usual, remainder, levels, settings)
    return Judged(rule, form, points, volume, own, usual, course, standing)


def gather(book: Book, settings: Settings, rule: PathRule, month: Month) -> Past:
    """The closed months before `month` that have data from their beginning."""
    return _past(book, settings, month, partial(book.volume, rule), partial(book.target, rule))


def pace(book: Book, settings: Settings, flow: str, month: Month) -> float:
    """The share of the month that a flow of the whole company is expected to have brought by the as-of day."""
    past = _past(book, settings, month, lambda each: book.whole(flow, each)[None, :], lambda _: np.full(1, np.nan))
    form = shaped(book, settings, month)
    return float(_common(past, settings).share(form)[0, (book.as_of - month.first).days + 1])


def _past(
    book: Book, settings: Settings, month: Month, volume: Callable[[Month], Floats], target: Callable[[Month], Floats]
) -> Past:
    months = [book.calendar.month_of(month.year, month.number - back) for back in range(settings.history.months, 0, -1)]
    held = [(each, volume(each)) for each in months if each.first >= book.base.first]
    whole = [(each, slots) for each, slots in held if slots[0, : slots.shape[1] // 3].sum() > 0]
    importance = [settings.history.same_month_weight if each.number == month.number else 1.0 for each, _ in whole]
    return Past(
        tuple(shaped(book, settings, each) for each, _ in whole),
        tuple(slots for _, slots in whole),
        np.array([target(each) for each, _ in whole]),
        np.array(importance),
    )


def _common(past: Past, settings: Settings) -> Profile:
    places = profile.places_count(settings.history.head, settings.history.tail)
    return profile.fit([volume[0] for volume in past.volumes], past.shapes, past.importance, places)


def fitted(past: Past, settings: Settings, rule: PathRule, levels: NDArray[np.intp]) -> tuple[Profile, Noise, Noise]:
    """The orgs' own profiles, the noise of a month around its plan, and of a month around its projection."""
    history, common = settings.history, _common(past, settings)
    everyone = Profile(np.repeat(common.weights, len(levels), axis=0), common.types)
    prior = Noise(rule.dispersion, rule.spread, np.ones(len(LEVELS)))
    if not past.shapes:
        return everyone, prior, prior
    actual, share = _checkpoints(past, common)
    residuals = noise.of_months(actual, share * past.targets[:, :, None])
    usual = noise.fit(residuals, levels, prior, history.prior_months)
    remainder = noise.fit(noise.of_remainders(actual, share), levels, prior, history.prior_months)
    own = profile.shrink(common, past.volumes, past.shapes, remainder.dispersion, history.shrink_cases)
    return own, usual, remainder


def _checkpoints(past: Past, common: Profile) -> tuple[Floats, Floats]:
    """Cumulative actuals and expected shares at the checkpoints: both (months, orgs, checkpoints)."""
    actual, share = [], []
    for form, volume in zip(past.shapes, past.volumes, strict=True):
        wanted = np.maximum(np.round(np.array(CHECKPOINTS[:-1]) * form.workdays), 1)
        slots = [*(np.searchsorted(form.numbers, wanted) + 1), len(form.days)]
        actual.append(np.cumsum(volume, axis=1)[:, slots])
        share.append(np.broadcast_to(common.share(form)[:, slots], actual[-1].shape))
    return np.array(actual), np.array(share)


def shaped(book: Book, settings: Settings, month: Month) -> Shape:
    return profile.shape(book.calendar, month, settings.history.head, settings.history.tail)


def _enough_agents(book: Book, settings: Settings, month: Month) -> NDArray[np.bool_]:
    planned = np.nan_to_num(book.base.targets.month("tgt_hc_end", month), nan=np.inf)
    return np.asarray(planned >= settings.speaks.min_agents)
