import pytest

from benchmarks import sadtalker
from benchmarks.record import Bench
from cockpit import renderer


@pytest.mark.needs("torch")
def test_pictures_are_counted_where_the_painter_is(monkeypatch):
    from avatar.sadtalker.blocks import fold  # noqa: PLC0415 - torch is optional
    from avatar.sadtalker.generator import Generator  # noqa: PLC0415
    from benchmarks import sadtalker_painter  # noqa: PLC0415

    for name, value in {"SIZE": 128, "BATCH": 1, "WARM": 0, "MEASURED": 1}.items():
        monkeypatch.setattr(sadtalker_painter, name, value)
    assert 0 < sadtalker_painter.pictures_a_second(fold(Generator(8).eval())) < 1000


@pytest.mark.needs("torch")
def test_without_a_gpu_nothing_is_measured(monkeypatch, tmp_path):
    import torch  # noqa: PLC0415 - optional

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    bench = Bench("sadtalker", tmp_path)
    with pytest.raises(SystemExit, match="no CUDA device"):
        sadtalker.run(bench)
    assert not bench.rows


def test_without_torch_the_remedy_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(renderer, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match=r"requirements-sadtalker\.txt"):
        sadtalker.run(Bench("sadtalker", tmp_path))
