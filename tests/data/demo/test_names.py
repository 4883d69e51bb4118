from itertools import islice

import numpy as np

from data.demo import names


def test_no_sub_branch_bears_a_well_known_place() -> None:
    drawn = {zh for zh, _ in islice(names.cities(np.random.default_rng(1)), 280)}
    assert len(drawn) == 280
    assert not drawn & set(names.REAL.split())


def test_letters_follow_z_with_two() -> None:
    assert [names.letter(n) for n in (1, 2, 26, 27, 52, 53)] == ["A", "B", "Z", "AA", "AZ", "BA"]
