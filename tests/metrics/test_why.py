"""Why a value differs: the parts of real cells add up to the difference, or the reason stands there why not."""

import polars as pl
import pytest

from metrics.catalogue import load
from metrics.contribution import exact
from metrics.why import AGAINST, Ask, RefusedError, by_children, by_factors
from tests.altered import with_cells
from tests.cockpit import world

CATALOGUE = load()


def ask(indicator, against, org="8601", period="mtd"):
    return Ask(org, CATALOGUE[indicator], period, against)


def refusal(call, *arguments):
    with pytest.raises(RefusedError) as caught:
        call(*arguments)
    return caught.value.refusal


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("indicator", ["fyp_regular", "ren_month_rate", "visits"])
def test_the_parts_add_up_to_the_difference(indicator, against):
    question, snapshot = ask(indicator, against), world.usual()
    found = by_children(snapshot, question)
    assert [part.name for part in found.parts] == snapshot.orgs.children("8601")
    assert sum(part.total for part in found.parts) + found.rest == found.difference
    own = snapshot.cell("8601", indicator, "mtd")
    assert float(found.difference) == pytest.approx(own.value - getattr(own, against), rel=1e-6)


def test_an_amount_leaves_no_rest_against_last_year():
    assert by_children(world.usual(), ask("fyp_regular", "last_year")).rest == 0


def test_a_unit_has_no_children():
    assert refusal(by_children, world.usual(), ask("fyp_regular", "target", world.LINE[-1])) == "no_children"


def test_without_a_target_there_is_nothing_to_hold_against():
    assert refusal(by_children, world.usual(), ask("visit_agent_rate", "target")) == "no_reference"


def test_children_that_do_not_add_up_are_not_taken_apart():
    snapshot = world.usual()
    one = (pl.col("org") == "860101") & (pl.col("indicator") == "visits")
    broken = with_cells(snapshot, value=pl.col("value") + one.cast(pl.Float64))
    assert refusal(by_children, broken, ask("visits", "last_year")) == "not_additive"


def test_a_chain_multiplies_to_its_indicator():
    question = ask("fyp_regular", "last_year")
    found = by_factors(world.usual(), question)
    assert [part.name for part in found.parts] == list(CATALOGUE["fyp_regular"].factors)
    assert sum(part.total for part in found.parts) == found.difference
    cell = world.usual().cell("8601", "fyp_regular", "mtd")
    assert found.difference == exact(cell.value) - exact(cell.last_year)


def test_without_a_chain_or_with_a_missing_link_it_says_so():
    assert refusal(by_factors, world.usual(), ask("ren_month_rate", "last_year")) == "no_factors"
    assert refusal(by_factors, world.usual(), ask("fyp_regular", "target")) == "no_reference"
