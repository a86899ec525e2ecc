from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
import torch

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.imported import import_generator, tuned_part
from avatarstudio.nets.specs import GeneratorSpec
from tests.nets.foreign_checkpoints import (
    LAYERS,
    WIDTH,
    Persistent,
    mapped,
    nvidia_generator,
    picture_of_nvidia,
    picture_of_rosinality,
    rosinality_state,
    write_nvidia,
    write_rosinality,
)

SPEC = GeneratorSpec(
    resolution=32,
    z_dim=WIDTH,
    w_dim=WIDTH,
    mapping_layers=LAYERS,
    channel_base=128,
    channel_max=12,
    noise=True,
)


def z_and_noise() -> tuple[torch.Tensor, list[torch.Tensor]]:
    randomness = torch.Generator().manual_seed(9)
    noise = [torch.randn(1, 1, r, r, generator=randomness) for r in (4, 8, 16, 32)]
    return torch.randn(1, WIDTH, generator=randomness), noise


def test_rosinalitys_generator_draws_what_it_drew_there(tmp_path: Path) -> None:
    state = rosinality_state()
    found = import_generator(write_rosinality(tmp_path / "a.pt", state))
    assert found.spec == SPEC
    z, noise = z_and_noise()
    layers = [(state[f"style.{i}.weight"], state[f"style.{i}.bias"]) for i in (1, 2, 3)]
    generator = found.build()
    w = generator.mapping(z)
    torch.testing.assert_close(w.double(), mapped(layers, z), rtol=1e-5, atol=1e-6)
    drawn = generator.synthesis(generator.broadcast(w), noise=noise).double()
    wanted = picture_of_rosinality(state, w, noise)
    torch.testing.assert_close(drawn, wanted, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("protocol", [3, 4])
def test_nvidias_generator_draws_what_it_drew_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protocol: int
) -> None:
    source = nvidia_generator()
    path = write_nvidia(tmp_path / "a.pkl", source, monkeypatch, protocol=protocol)
    found = import_generator(path)
    assert found.spec == SPEC
    z, noise = z_and_noise()
    tensors = source.state_dict()
    layers = [(tensors[f"mapping.fc{i}.weight"], tensors[f"mapping.fc{i}.bias"]) for i in range(3)]
    generator = found.build()
    w = generator.mapping(z)
    torch.testing.assert_close(w.double(), mapped(layers, z), rtol=1e-5, atol=1e-6)
    assert torch.equal(generator.mapping.w_avg, tensors["mapping.w_avg"])
    drawn = generator.synthesis(generator.broadcast(w), noise=noise).double()
    wanted = picture_of_nvidia(source, w, noise)
    torch.testing.assert_close(drawn, wanted, rtol=1e-4, atol=1e-4)


def test_a_missing_mean_latent_is_measured_and_a_given_one_taken(tmp_path: Path) -> None:
    state = rosinality_state()
    measured = import_generator(write_rosinality(tmp_path / "a.pt", state)).build()
    crowd = measured.mapping(torch.randn(20_000, WIDTH, generator=torch.Generator().manual_seed(3)))
    spread = crowd.std(dim=0)
    # Two means of 16,000 and 20,000 differ by about a hundredth of the spread.
    assert ((measured.mapping.w_avg - crowd.mean(dim=0)).abs() < 0.05 * spread).all()
    mean = torch.arange(float(WIDTH))[None]
    path = write_rosinality(tmp_path / "b.pt", state, latent_avg=mean)
    assert torch.equal(import_generator(path).build().mapping.w_avg, mean[0])


def test_files_of_old_torch_are_read(tmp_path: Path) -> None:
    state = rosinality_state()
    torch.save({"g_ema": state}, tmp_path / "old.pt", _use_new_zipfile_serialization=False)
    assert import_generator(tmp_path / "old.pt").spec == SPEC


class Harm:
    """Runs a command when it is unpickled by whoever lets it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, (f"echo harm > {self.path}",)


class Storage:
    """Pickles as the numbers of a tensor do, which are a file of PyTorch themselves."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __reduce__(self) -> tuple[object, ...]:
        return torch.storage._load_from_bytes, (self.data,)


@pytest.mark.parametrize("kind", ["nvidia", "torch", "old torch", "inside a storage"])
def test_nothing_in_a_file_is_executed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path, proof = tmp_path / "harm.bin", tmp_path / "proof"
    content = {"g_ema": Harm(proof)}
    if kind == "nvidia":
        write_nvidia(path, Harm(proof), monkeypatch)
    elif kind == "inside a storage":
        torch.save(content, path, _use_new_zipfile_serialization=False)
        path.write_bytes(pickle.dumps({"G_ema": Storage(path.read_bytes())}, protocol=3))
    else:
        torch.save(content, path, _use_new_zipfile_serialization=kind == "torch")
    with pytest.raises(UsageError, match=r"“posix.system”|“nt.system”"):
        import_generator(path)
    assert not proof.exists()
    if kind == "nvidia":  # the proof proves something
        pickle.loads(pickle.dumps(Harm(proof)))
        assert proof.exists()


def test_other_architectures_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = nvidia_generator()
    more.get_submodule("synthesis.b8").register_buffer("surprise", torch.ones(()))
    for source, words in (
        (nvidia_generator(stylegan3=True), "StyleGAN3"),
        (more, "surprise"),
        (nvidia_generator(activation="relu"), "“relu”"),
        (nvidia_generator(classes=3), "classes"),
        (nvidia_generator(resnet=True), "residual"),
        (Persistent("Generator"), "no StyleGAN2 generator"),
    ):
        with pytest.raises(UsageError, match=words):
            import_generator(write_nvidia(tmp_path / "a.pkl", source, monkeypatch))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("input.input", torch.zeros(1, 12, 4, 8), "another shape"),
        ("to_rgbs.2.conv.weight", torch.zeros(1, 1, 4, 1, 1), "three colours"),
        ("convs.0.conv.blur.kernel", torch.ones(4, 4), "filter"),
        ("convs.0.conv.blur.kernel", torch.ones(12), "filter"),
        ("conv1.activate.bias", torch.full((12,), torch.nan), "no numbers"),
        ("style.2.bias", None, "missing or of another shape|no StyleGAN2"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    tmp_path: Path, name: str, value: torch.Tensor | None, words: str
) -> None:
    state = rosinality_state()
    del state[name]
    if value is not None:
        state[name] = value
    with pytest.raises(UsageError, match=words):
        import_generator(write_rosinality(tmp_path / "a.pt", state))


@pytest.mark.parametrize(
    "content", [b"", b"no checkpoint", b"PK\x03\x04 and no more", pickle.dumps([1, 2])]
)
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pkl"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"“a\.pkl” cannot be imported"):
        import_generator(path)
    with pytest.raises(UsageError, match="does not exist"):
        import_generator(tmp_path / "gone.pkl")


def test_a_cut_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (
        write_rosinality(tmp_path / "a.pt", rosinality_state()),
        write_nvidia(tmp_path / "a.pkl", nvidia_generator(), monkeypatch),
    ):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
        with pytest.raises(UsageError, match="damaged"):
            import_generator(path)


def test_the_tuned_blocks_of_a_child_are_found(tmp_path: Path) -> None:
    state = rosinality_state()
    base = import_generator(write_rosinality(tmp_path / "base.pt", state)).build()
    # An average drifts by rounding where training changes nothing.
    child = {name: value * (1 + 1e-5) for name, value in state.items()}
    child["to_rgbs.1.bias"] = child["to_rgbs.1.bias"] + 0.1
    found = import_generator(write_rosinality(tmp_path / "child.pt", child))
    blocks, tensors = tuned_part(found, base)
    assert blocks == 2
    assert {name.split(".")[2] for name in tensors} == {"2", "3"}
    child["style.1.weight"] = child["style.1.weight"] + 1.0
    found = import_generator(write_rosinality(tmp_path / "child.pt", child))
    with pytest.raises(UsageError, match="mapping"):
        tuned_part(found, base)
    with pytest.raises(UsageError, match="base itself"):
        tuned_part(import_generator(tmp_path / "base.pt"), base)
