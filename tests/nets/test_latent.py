from __future__ import annotations

from pathlib import Path

import pytest
import torch

from avatarstudio.core.errors import ExportError, WeightsDamagedError, WeightsMissingError
from avatarstudio.nets.latent import Latents, load_latents, save_latents


def some_latents() -> Latents:
    torch.manual_seed(0)
    return Latents(
        z1=torch.randn(10, 8),
        z2=torch.randn(10, 8),
        generator="human",
        generator_sha256="a" * 64,
        style="anime",
        style_sha256="b" * 64,
    )


def test_latents_come_back_to_the_bit(tmp_path: Path) -> None:
    latents = some_latents()
    save_latents(latents, tmp_path / "a.safetensors")
    found = load_latents(tmp_path / "a.safetensors")
    assert torch.equal(found.z1, latents.z1)
    assert torch.equal(found.z2, latents.z2)
    assert (found.generator, found.style, found.style_sha256) == ("human", "anime", "b" * 64)
    assert [p.name for p in tmp_path.iterdir()] == ["a.safetensors"]


def test_latents_without_a_second_inversion_can_be_kept(tmp_path: Path) -> None:
    z1 = torch.randn(4, 8)
    latents = Latents(z1=z1, z2=z1, generator="g", generator_sha256="", style="s")
    save_latents(latents, tmp_path / "a.safetensors")
    assert torch.equal(load_latents(tmp_path / "a.safetensors").z2, z1)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x10\x00\x00\x00\x00\x00\x00\x00{}"])
def test_anything_else_is_no_latent_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.safetensors").write_bytes(content)
    with pytest.raises(WeightsDamagedError, match="no latent file"):
        load_latents(tmp_path / "a.safetensors")


def test_a_missing_latent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissingError, match=r"gone\.safetensors"):
        load_latents(tmp_path / "gone.safetensors")


def test_a_folder_that_does_not_exist_is_an_export_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError):
        save_latents(some_latents(), tmp_path / "nowhere" / "a.safetensors")
