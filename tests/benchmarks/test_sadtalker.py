import pytest

from benchmarks.record import Bench


@pytest.mark.needs("torch")
def test_pictures_are_counted_where_the_painter_is(monkeypatch):
    from avatar.sadtalker.blocks import fold  # noqa: PLC0415 - torch is optional
    from avatar.sadtalker.generator import Generator  # noqa: PLC0415
    from benchmarks import sadtalker  # noqa: PLC0415

    for name, value in {"SIZE": 128, "BATCH": 1, "WARM": 0, "MEASURED": 1}.items():
        monkeypatch.setattr(sadtalker, name, value)
    assert 0 < sadtalker.pictures_a_second(fold(Generator(8).eval())) < 1000


@pytest.mark.needs("torch")
def test_without_a_gpu_nothing_is_measured(monkeypatch, tmp_path):
    from benchmarks import sadtalker  # noqa: PLC0415 - torch is optional

    monkeypatch.setattr(sadtalker.torch.cuda, "is_available", lambda: False)
    bench = Bench("sadtalker", tmp_path)
    with pytest.raises(SystemExit, match="no CUDA device"):
        sadtalker.run(bench)
    assert not bench.rows
