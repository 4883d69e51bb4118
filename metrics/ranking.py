"""Which warnings a manager hears first, each risk said once on its line of the tree."""

from collections.abc import Iterable, Mapping, Sequence

from data.org import OrgTree
from metrics.warning import Warning  # noqa: A004 - the house's word for it

LEVEL = {"red": 2.0, "yellow": 1.0, "grey": 0.5, "green": 0.0}
MOST = 0.6
"""The share of a gap from which the child that holds it speaks in its parent's place (warnings_and_scores: > 60 %)."""

Key = tuple[str, str]


def ranked(
    warnings: Iterable[Warning], orgs: OrgTree, org: str, weights: Mapping[str, float] | None = None
) -> tuple[Warning, ...]:
    """The warnings of an org's subtree, gravest first: severity x the indicator's weight x the org's share of units.

    The child that holds most of its parent's gap, or is its cause and graver, speaks for it, with its rank. Silent, if
    no graver, is the same indicator below an org that speaks, and a link in the chain behind another of the org's own;
    of links that explain one another in a circle the first in rank is heard.
    """
    inside = {_key(warning): warning for warning in warnings if orgs.contains(org, warning.org)}
    scores = _scores(inside, orgs, org, weights or {})
    speaking = {key: warning for key, warning in inside.items() if _child(warning, inside) is None}
    loud = [one for one in speaking.values() if not _covered(one, speaking, orgs)]
    loud.sort(key=lambda warning: (-scores[_key(warning)], warning.org, warning.indicator))
    own = {org: [one for one in loud if one.org == org] for org in {one.org for one in loud}}
    return tuple(one for one in loud if not _explained(one, own[one.org]))


def _key(warning: Warning) -> Key:
    return warning.org, warning.indicator


def _scores(inside: Mapping[Key, Warning], orgs: OrgTree, org: str, weights: Mapping[str, float]) -> dict[Key, float]:
    """Every warning's score; from the top down, so that a child takes over the rank of the parent it speaks for."""
    scores: dict[Key, float] = {}
    for key, warning in sorted(inside.items()):
        share = _size(orgs, warning.org) / _size(orgs, org)
        own = LEVEL[warning.severity] * weights.get(warning.indicator, 1.0) * share
        scores[key] = max(own, scores.get(key, 0.0))
        if child := _child(warning, inside):
            scores[child] = max(scores[key], scores.get(child, 0.0))
    return scores


def _child(warning: Warning, inside: Mapping[Key, Warning]) -> Key | None:
    """The warned child that speaks in this warning's place."""
    cause = warning.cause
    if cause is None or cause.org == warning.org:
        return None
    key = (cause.org, warning.indicator)
    child = inside.get(key)
    speaks = child is not None and (cause.share > MOST or LEVEL[child.severity] > LEVEL[warning.severity])
    return key if speaks else None


def _explained(warning: Warning, own: Sequence[Warning]) -> bool:
    """Whether one of the org's own warnings, in their rank, is behind this one, unless this one leads to it as well."""
    behind = [other for other in own if _leads(other, warning, own)]
    return any(own.index(other) < own.index(warning) or not _leads(warning, other, own) for other in behind)


def _leads(other: Warning, warning: Warning, own: Sequence[Warning]) -> bool:
    """Whether the chains of causes lead from another warning to this one, step by step."""
    reached, edge = {other.indicator}, [other]
    while edge:
        edge = [one for one in own if one.indicator not in reached and any(_explains(step, one) for step in edge)]
        reached |= {one.indicator for one in edge}
    return other.indicator != warning.indicator and warning.indicator in reached


def _explains(other: Warning, warning: Warning) -> bool:
    """Whether `other` is no less grave and names this one's indicator as its cause."""
    if LEVEL[other.severity] < LEVEL[warning.severity] or other.cause is None:
        return False
    return warning.indicator in {link.indicator for link in other.cause.chain}


def _covered(warning: Warning, speaking: Mapping[Key, Warning], orgs: OrgTree) -> bool:
    above = (speaking.get((ancestor, warning.indicator)) for ancestor in orgs.path(warning.org)[:-1])
    return any(other and LEVEL[other.severity] >= LEVEL[warning.severity] for other in above)


def _size(orgs: OrgTree, org: str) -> int:
    first, end = orgs.unit_range(org)
    return max(1, end - first)
