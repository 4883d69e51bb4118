from briefing.answers import names
from tests.briefing.conftest import tree


def test_organisations_are_known_by_name_short_name_and_id_within_the_roots_alone():
    index = names.orgs(tree(), ("860101",))
    for name in ("江城中支", "江城", "江城中心支公司", "江城支公司", "Jiangcheng Sub-branch", "jiangcheng", "860101"):
        assert {one.ids for one in index.find(name.lower().replace("-", " ")) if one.ids == ("860101",)}, name
    assert not [one for one in index.ids if "滨海" in one or "江北" in one or "总公司" in one]


def test_headquarters_have_other_names():
    assert names.orgs(tree(), ("86",)).ids["hq"] == ("86",)


def test_a_part_of_a_name_leads_to_all_that_have_it(catalogue):
    assert names.like("新人留存", catalogue) == ["new_retention_3m", "new_retention_6m", "new_retention_13m"]
    assert names.like("recruits retention", catalogue) == names.like("新人留存", catalogue)
    assert names.like("股市", catalogue) == []


def test_every_other_name_belongs_to_an_indicator(catalogue):
    from briefing.answers.vocabulary import vocabulary  # noqa: PLC0415 - asked here alone

    assert not [name for name in vocabulary().aliases if name not in catalogue]
