import pytest

from cockpit.initials import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("首年期交保费", "SNQJBF"),
        ("增员率", "ZYL"),
        ("13个月保费继续率", "13GYBFJXL"),
        ("行销APP日活率", "XXAPPRHL"),
        ("投保件数(预收)", "TBJSYS"),
        ("长险件数", "CXJS"),
        ("MDRT进度人力", "MDRTJDRL"),
        ("重疾险件数", "ZJXJS"),
        ("Visits", "VISITS"),
        ("", ""),
    ],
)
def test_initials_are_what_people_type(name, letters):
    assert initials(name) == letters
