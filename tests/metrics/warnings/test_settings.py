import pytest

from data.errors import UserError
from metrics.warnings.settings import FILE, load


def changed(tmp_path, old: str, new: str):
    text = FILE.read_text("utf-8")
    assert old in text
    path = tmp_path / "warnings.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_the_house_s_settings():
    settings = load()
    assert (settings.pace.yellow, settings.pace.red) == (-0.05, -0.10)
    assert (settings.projection.yellow, settings.projection.red, settings.projection.attain) == (0.95, 0.90, 0.20)
    assert settings.speaks.after_workdays == 3
    assert set(settings.weights) == {"visits", "proposals", "fyp_regular", "hc_producing", "ren_month_rate"}
    assert settings.paths[0].chain == ("proposals", "visits", "visit_agent_rate")


def test_only_what_the_catalogue_knows_is_judged():
    kept = load().within({"fyp_regular", "visits"})
    assert [path.indicator for path in kept.paths] == ["fyp_regular", "visits"]
    assert kept.paths[0].chain == ("visits",)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("yellow = -0.05", "", "W1.yellow: is missing"),
        ("yellow = -0.05", "yellow = -0.05\norange = -0.07", "W1.orange: is unknown"),
        ("yellow = -0.05", 'yellow = "five"', "W1.yellow.*wrong type"),
        ("min_cases = 20.0", "min_cases = [1]", "min_cases.*wrong type"),
        ("[W1]", "[W1", "not readable TOML"),
        ("after_workdays = 3", "after_workdays = 3.5", "after_workdays.*wrong type"),
        ('{ event = "thin" }', '{ event = "slim" }', "path 4.facts: does not know event = 'slim'"),
        ('{ event = "thin" }', '{ evnt = "thin" }', "path 4.facts: does not know evnt"),
        ('{ event = "thin" }', '["event"]', "path 4.facts.*wrong type"),
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path, old, new, what):
    with pytest.raises(UserError, match=what):
        load(changed(tmp_path, old, new))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UserError, match="nowhere"):
        load(tmp_path / "nowhere.toml")
