"""Which organisations are meant, where several share a name."""

from collections.abc import Sequence

from briefing.answers.index import Mention
from briefing.answers.question import Asker
from data.org import OrgTree


def meant(mentions: Sequence[Mention], tree: OrgTree, asker: Asker) -> list[tuple[Mention, list[str]]]:
    """Each mention with the organisations that it may mean, one where it is clear.

    Who names a branch and then a place in it means the place; else the highest below where the asker stands.
    """
    told = [(one, list(one.ids)) for one in mentions]
    for at, (_, ids) in enumerate(told):
        rest = [others for place, (_, others) in enumerate(told) if place != at]
        inside = [[low for low in ids if any(_above(tree, high, low) for high in others)] for others in rest]
        if narrowed := next(filter(None, inside), None):
            told[at] = told[at][0], narrowed
    leaves = [
        (one, ids) for one, ids in told if not any(_leads(tree, ids, others) for two, others in told if two is not one)
    ]
    return [(one, _nearest(tree, ids, asker)) for one, ids in leaves]


def _above(tree: OrgTree, high: str, low: str) -> bool:
    return high != low and tree.contains(high, low)


def _leads(tree: OrgTree, ids: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a mention only says where another lies."""
    return any(_above(tree, high, low) for high in ids for low in others)


def _nearest(tree: OrgTree, ids: Sequence[str], asker: Asker) -> list[str]:
    near = [one for one in ids if tree.contains(asker.org, one)] or list(ids)
    highest = min(map(len, near))
    return [one for one in near if len(one) == highest]
