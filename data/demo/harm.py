"""The insurer as it comes out: the healthy draw, or what its plants leave of it."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from data.demo import assigns, behaviour, damage, deeds, plants, renewals, reviews, wecom
from data.demo.columns import Bools
from data.demo.dice import Streams
from data.demo.draws import Draws


@dataclass(frozen=True)
class Harm:
    """What is left of the draw: masks over applications, policies and steps, and the parts that change."""

    place: plants.Scene | None
    gone: Bools
    stopped: Bools
    movements: pl.DataFrame
    applications: Bools
    policies: Bools
    acts: behaviour.Acts
    dues: renewals.Dues
    steps: renewals.Steps
    kept_steps: Bools
    assigns: assigns.Assigns
    tasks: reviews.Tasks
    deeds: deeds.Deeds
    adds: wecom.Adds


def harm(drawn: Draws, place: plants.Scene | None, dice: Streams) -> Harm:
    """The insurer with its plants, or the healthy one where `place` is None."""
    steps = renewals.steps(drawn.dues, dice["renewals"])
    if place is None:
        return _healthy(drawn, steps)
    people = drawn.world.people
    sizes, luck = (len(drawn.dues.due), len(steps.due)), dice["plants"]
    hurt = damage.damage(place, people, drawn.policies, sizes, luck)
    return Harm(
        place=place,
        gone=hurt.gone,
        stopped=damage.idle(hurt, people),
        movements=damage.movements(hurt, drawn.movements, people),
        applications=damage.kept_applications(hurt, drawn.cases, drawn.luck),
        policies=_kept_policies(hurt, drawn),
        acts=damage.acts(hurt, drawn.acts, luck),
        dues=(dues := damage.dues(hurt, drawn.dues)),
        steps=damage.paid_late(dues, steps),
        kept_steps=damage.kept_steps(hurt, dues, steps),
        assigns=damage.assigns(hurt, drawn.assigns, drawn.world.line, luck),
        tasks=(given := damage.tasks(hurt, drawn.tasks, people)),
        deeds=_with_reviews(drawn, damage.deeds(hurt, drawn.deeds), given),
        adds=damage.adds(hurt, drawn.adds),
    )


def _kept_policies(hurt: damage.Damage, drawn: Draws) -> Bools:
    kept = damage.kept_policies(hurt, drawn.cases, drawn.luck)
    return (drawn.case < 0) | kept[drawn.case]


def _healthy(drawn: Draws, steps: renewals.Steps) -> Harm:
    everything = (np.ones(len(part), bool) for part in (drawn.cases.agent, drawn.policies.agent, steps.due))
    applications, issued, kept = everything
    return Harm(
        place=None,
        gone=(nobody := np.zeros(drawn.world.people.size, bool)),
        stopped=nobody,
        movements=drawn.movements,
        applications=applications,
        policies=issued,
        acts=drawn.acts,
        dues=drawn.dues,
        steps=steps,
        kept_steps=kept,
        assigns=drawn.assigns,
        tasks=drawn.tasks,
        deeds=_with_reviews(drawn, drawn.deeds, drawn.tasks),
        adds=drawn.adds,
    )


def _with_reviews(drawn: Draws, others: deeds.Deeds, given: reviews.Tasks) -> deeds.Deeds:
    return deeds.in_order([others, reviews.done(given, drawn.world)])
