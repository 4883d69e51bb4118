import re
import shutil

import pytest

from data.errors import UserError
from metrics.catalogue import FOLDER, load
from metrics.constants import constant
from metrics.definition import CLASSES

NEW = """
[[indicator]]
id = "extra"
name_zh = "额外"
name_en = "Extra"
definition_zh = "期内多出来的拜访。"
definition_en = "Visits of the period beyond the usual ones."
class = "process"
unit = "次"
direction = "higher"
formula = "visits"
owner = "sales"
"""


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "catalogue")


def add(folder, text):
    path = folder / "process.toml"
    path.write_text(path.read_text() + text)
    return load(folder)


def line_of(folder, text):
    lines = (folder / "process.toml").read_text().splitlines()
    return max(at for at, line in enumerate(lines, 1) if line == text)


def test_the_classes_stand_in_their_order_the_files_of_a_class_in_theirs(catalogue, folder):
    places = [CLASSES.index(one.cls) for one in catalogue]
    assert places == sorted(places)
    assert set(places) == {0, 1, 2}
    (folder / "aside.toml").write_text(NEW)
    assert load(folder).ids.index("extra") < load(folder).ids.index("visits")


def test_it_rests_on_every_kind_of_measure(catalogue):
    kinds = {measure for one in catalogue.ids for measure in catalogue.measures(one)}
    assert {"visits", "hc_begin", "hc_active", "proposal_cust", "zero_depts", "p13_base"} <= kinds


def test_a_ratio_knows_its_parts(catalogue):
    rate = catalogue["activity_rate"]
    assert (rate.numerator, rate.denominator) == ("hc_active", "(hc_begin + hc_end) / 2")
    assert catalogue["visits"].denominator is None


def test_an_indicator_may_stand_on_another(folder):
    text = NEW.replace('"visits"', '"activity_rate * 2"')
    catalogue = add(folder, text)
    assert set(catalogue.measures("extra")) == {"hc_active", "hc_begin", "hc_end"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('formula = "visits"', 'formula = "visitz / 2"', "Did you mean 'visits'"),
        ('formula = "visits"', 'formula = "visits +"', "cannot be read"),
        ('formula = "visits"', 'formula = "extra + 1"', "circle: extra"),
        ('unit = "次"', 'unit = "furlong"', "unit 'furlong' is unknown"),
        ('owner = "sales"', 'levels = ["brunch"]', "Did you mean 'branch'"),
        ('owner = "sales"', 'periods = ["mdt"]', "Did you mean 'mtd'"),
        ('owner = "sales"', 'judged = ["mdt"]', "Did you mean 'mtd'"),
        ('owner = "sales"', 'target = "tgt_visit"', "Did you mean 'tgt_visits'"),
        ('owner = "sales"', 'rule = "pace"', "has no target"),
        ('owner = "sales"', 'color = "red"', "key 'color' is unknown"),
        ('class = "process"', 'class = "proces"', "Did you mean 'process'"),
        ('direction = "higher"', 'direction = "up"', "direction 'up' is unknown"),
        ('owner = "sales"', 'headline = "yes"', "headline 'yes' is unknown"),
        ('owner = "sales"', "healthy = 0.8", "healthy belongs to the rule 'band'"),
        ('owner = "sales"', 'source_en = "a notice"', "source_en belongs to the rule 'band'"),
        ('formula = "visits"', 'formula = "visits / visits_lly"', "'visits_lly' is neither"),
        ('formula = "visits"', 'formula = "visits / tgt_visits_ly"', "'tgt_visits_ly' is neither"),
    ],
)
def test_a_wrong_word_is_refused_at_its_line(folder, old, new, says):
    kept = old if old.startswith("owner") else ""
    text = NEW.replace(old, f"{new}\n{kept}".strip())
    with pytest.raises(UserError, match=says) as caught:
        add(folder, text)
    assert caught.value.where == f"process.toml, line {line_of(folder, new)}"


BAND = NEW + 'rule = "band"\nhealthy = 0.8\ndanger = 0.65\nsource_zh = "通知"\nsource_en = "a notice"\n'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("healthy = 0.8", 'healthy = "much"', "no number 'healthy'"),
        ("danger = 0.65", "danger = 0.85", "danger lies on the healthy side"),
        ('source_en = "a notice"', "source_en = 7", "no text 'source_en'"),
        ('source_zh = "通知"', 'source_zh = ""', "no text 'source_zh'"),
    ],
)
def test_a_half_band_is_refused_at_its_line(folder, old, new, says):
    with pytest.raises(UserError, match=says) as caught:
        add(folder, BAND.replace(old, new))
    assert caught.value.where == f"process.toml, line {line_of(folder, new)}"


@pytest.mark.parametrize(
    ("direction", "says"), [("lower", "danger lies on the healthy side"), ("neutral", "no better and no worse")]
)
def test_a_band_goes_the_way_of_its_direction(folder, direction, says):
    with pytest.raises(UserError, match=says):
        add(folder, BAND.replace('"higher"', f'"{direction}"'))


def test_a_band_is_read(folder):
    extra = add(folder, BAND)["extra"]
    assert (extra.healthy, extra.danger, extra.headline) == (0.8, 0.65, False)
    assert (extra.source("zh"), extra.source("en")) == ("通知", "a notice")


def test_a_measure_of_another_time_is_a_measure(folder):
    catalogue = add(folder, NEW.replace('"visits"', '"visits / visits_ly - visits_prev"'))
    assert catalogue.measures("extra") == ("visits", "visits_ly", "visits_prev")


def test_a_circle_of_two_is_named(folder):
    second = NEW.replace('"extra"', '"more"').replace('"visits"', '"extra"')
    with pytest.raises(UserError, match=r"extra -> more -> extra|more -> extra -> more"):
        add(folder, NEW.replace('"visits"', '"more"') + second)


def test_a_taken_id_is_refused_with_both_places(folder):
    with pytest.raises(
        UserError, match=r"process.toml, line \d+: the id 'hc_end' is taken. It stands in workforce.toml"
    ):
        add(folder, NEW.replace('"extra"', '"hc_end"'))


def test_a_constant_target_needs_a_pace(folder):
    with pytest.raises(UserError, match="pace_of"):
        add(folder, NEW + 'target = 1.0\nrule = "pace"\n')


@pytest.mark.parametrize("key", ["owner", "class", "id", "definition_zh", "definition_en"])
def test_a_missing_text_is_refused_at_its_definition(folder, key):
    kept = "".join(line for line in NEW.splitlines(keepends=True) if not line.startswith(f"{key} "))
    with pytest.raises(UserError, match=f"'{key}' is missing") as caught:
        add(folder, kept)
    assert caught.value.where == f"process.toml, line {line_of(folder, '[[indicator]]')}"


def test_a_blank_text_is_refused_at_its_line(folder):
    with pytest.raises(UserError, match="'definition_en' is missing") as caught:
        add(folder, NEW.replace('"Visits of the period beyond the usual ones."', '" "'))
    blank = line_of(folder, 'definition_en = " "')
    assert caught.value.where == f"process.toml, line {blank}"


def test_who_says_where_a_band_lies_is_said_in_both_languages(catalogue):
    banded = [one for one in catalogue if one.rule == "band"]
    for one in (*banded, *catalogue.bands.values()):
        assert CHINESE.search(str(one.source("zh")))
        assert not CHINESE.search(str(one.source("en")))


LONGEST = 160
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def bare(text):
    """A text without its punctuation, spaces and case."""
    return re.sub(r"[\W_]", "", text).casefold()


def test_every_indicator_is_defined_in_plain_words(catalogue):
    for one in catalogue:
        for lang in ("zh", "en"):
            text = one.definition(lang)
            assert bare(text) not in {bare(one.name(lang)), bare(one.id)}, one.id
            assert len(text) <= LONGEST, one.id
            assert text.endswith("。" if lang == "zh" else "."), one.id
        assert len(CHINESE.findall(one.definition_zh)) > len(one.definition_zh) / 2, one.id
        assert not CHINESE.search(one.definition_en), one.id


def test_no_two_indicators_have_one_definition(catalogue):
    for lang in ("zh", "en"):
        assert len({bare(one.definition(lang)) for one in catalogue}) == len(catalogue)


STANDARDS = {
    "hc_elite": "elite_fyc",
    "elite_rate": "elite_fyc",
    "hc_mdrt": "mdrt_fyc",
    "team_qualified_rate": "team_standard",
}


@pytest.mark.parametrize(("indicator", "name"), STANDARDS.items())
def test_a_definition_names_the_standard_that_counts(catalogue, indicator, name):
    for lang in ("zh", "en"):
        assert f"{constant(name):,}" in catalogue[indicator].definition(lang)


def test_broken_toml_is_refused(folder):
    with pytest.raises(UserError, match=r"process.toml: is no TOML.*line"):
        add(folder, "[[indicator]\n")


def test_missing_bands_are_refused(folder):
    (folder / "bands.toml").write_text("[pace]\nyellow = 1\n")
    with pytest.raises(UserError, match=r"\[pace\]: is incomplete"):
        load(folder)
    (folder / "bands.toml").unlink()
    with pytest.raises(UserError, match="cannot be read"):
        load(folder)


@pytest.mark.parametrize("text", ["", "cases = 20", "cases = -1\npremium = 5", 'cases = "few"\npremium = 1'])
def test_missing_least_cases_are_refused(folder, text):
    rules = folder / "bands.toml"
    kept = rules.read_text().split("[pace]", 1)[1]
    rules.write_text(f"[least]\n{text}\n[pace]{kept}")
    with pytest.raises(UserError, match=r"\[least\]: is incomplete"):
        load(folder)


def test_a_folder_without_definitions_is_refused(tmp_path):
    with pytest.raises(UserError, match="holds no indicator"):
        load(tmp_path)


def test_an_unknown_indicator_is_asked_back(catalogue):
    with pytest.raises(UserError, match="Did you mean 'visits'"):
        catalogue["visit"]


@pytest.mark.parametrize(
    ("chain", "what"), [(["visits", "visist"], "'visist' is no indicator"), (["visits", "proposals"], "does not end")]
)
def test_a_chain_of_factors_names_indicators_and_ends_with_its_own(folder, chain, what):
    with pytest.raises(UserError, match=what):
        add(folder, NEW + f"factors = {chain}")
