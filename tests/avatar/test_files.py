from concurrent.futures import ThreadPoolExecutor

import pytest

from avatar.files import locked, replacing, sweep, written


def test_a_file_appears_whole(tmp_path):
    path = tmp_path / "a" / "b.png"
    with replacing(path) as part:
        part.write_bytes(b"half")
        assert not path.exists()
        part.write_bytes(b"whole")
    assert path.read_bytes() == b"whole"
    assert list(path.parent.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file_alone(tmp_path):
    path = tmp_path / "b.png"
    written(path, b"old")
    with pytest.raises(FileNotFoundError), replacing(path) as part:
        part.with_suffix(".gone").read_bytes()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_one_at_a_time_under_a_lock(tmp_path):
    inside, most = [], []

    def work(_):
        with locked(tmp_path / "locks" / "x"):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(40)))
    assert max(most) == 1


def test_what_a_killed_writer_left_is_swept(tmp_path):
    (tmp_path / "k.mp4.123.part").write_bytes(b"cut short")
    (tmp_path / "other.mp4.9.part").write_bytes(b"being written")
    sweep(tmp_path, "k")
    assert [path.name for path in tmp_path.iterdir()] == ["other.mp4.9.part"]
