"""What organisations and indicators are called in questions."""

from collections.abc import Iterable, Iterator, Sequence

from briefing.answers.fold import LANGUAGE, fold
from briefing.answers.index import Index
from briefing.answers.vocabulary import vocabulary
from briefing.phrases import indicator_name
from data.messages import LANGUAGES
from data.org import Org, OrgTree
from metrics.catalogue import Catalogue

SUFFIXES = {
    "branch": ("分公司", " Branch"),
    "sub_branch": ("中支", " Sub-branch"),
    "district": ("营业区", " District"),
}
OTHERS = {"sub_branch": ("中心支公司", "支公司")}
ROOT = ("总公司", "全公司", "公司", "总部", "headquarters", "hq", "head office", "the company")
SHORT = 2
LEAST = 3
"""Of a name that is told in part, one sign in so many is typed."""


def orgs(tree: OrgTree, roots: Sequence[str]) -> Index:
    """The organisations of some subtrees by their names, whole and without what says their level, and by their ids."""
    inside = (tree[org] for root in roots if root in tree for org in tree.subtree(root))
    return Index((name, org.id) for org in inside for name in _org(org))


def _org(org: Org) -> Iterator[str]:
    yield from (org.id, org.name_zh, org.name_en) if org.parent_id else (org.name_zh, org.name_en, *ROOT)
    for suffix, name in zip(SUFFIXES.get(org.level, ()), (org.name_zh, org.name_en), strict=False):
        bare = name.removesuffix(suffix)
        if bare != name and len(bare) >= SHORT:
            yield bare
            yield from (bare + other for other in OTHERS.get(org.level, ()) if LANGUAGE.search(bare))


def indicators(catalogue: Catalogue) -> Index:
    """The indicators by their names, as the presenter says them, by their ids and their other names."""
    return Index((name, one) for one in catalogue.ids for name in _indicator(one, catalogue))


def _indicator(one: str, catalogue: Catalogue) -> Iterator[str]:
    yield from (one, one.replace("_", " "), *vocabulary().aliases.get(one, ()))
    for lang in LANGUAGES:
        name = catalogue[one].name(lang)
        yield from (name, indicator_name(one, lang, catalogue))


def like(run: str, catalogue: Catalogue) -> list[str]:
    """The indicators whose name has all the words, or all the characters in their order, of a part of a question."""
    test = _in_order if LANGUAGE.search(run) else _among
    return [one.id for one in catalogue if any(test(run, fold(name)) for name in (one.name_zh, one.name_en))]


def _in_order(run: str, name: str) -> bool:
    rest = iter(name)
    return len(run) * LEAST >= len(name) and all(sign in rest for sign in run if sign != " ")


def _among(run: str, name: str) -> bool:
    return set(map(_stem, run.split())) <= set(map(_stem, name.split()))


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word  # noqa: PLR2004 - a plural's shortest


def words(index: Index) -> Iterable[str]:
    """The Latin words of an index's names."""
    return {word for key in index.ids for word in key.split() if word.isascii() and word.isalpha()}
