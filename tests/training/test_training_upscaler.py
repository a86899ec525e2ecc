from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from drawn_faces import face_set, write_faces
from PIL import Image
from torch import Tensor

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.carn import Carn, bicubic
from avatarstudio.nets.specs import UpscalerSpec
from avatarstudio.training import upscaler
from avatarstudio.training.checkpoint import load_checkpoint, load_network
from avatarstudio.training.data import to_uint8, to_unit_range
from avatarstudio.training.degrade import DegradeConfig, degrade, shrink_matrices
from avatarstudio.training.loop import LoopConfig, run
from avatarstudio.training.upscaler import UpscalerConfig, Upscaling

TINY = UpscalerSpec(scale=2, width=16, blocks=2, units=1, tail=16)
CLEAN = DegradeConfig(clean=1.0)


def _experiment(
    *, degrade_config: DegradeConfig = CLEAN, kimg: float = 1.6, seed: int = 0
) -> Upscaling:
    return Upscaling(
        face_set(60, 48, seed=1),
        spec=TINY,
        config=UpscalerConfig(patch=12, learning_rate=2e-3, ema_kimg=0.05),
        degrade_config=degrade_config,
        kimg=kimg,
        device=torch.device("cpu"),
        seed=seed,
    )


def _train(experiment: Upscaling, folder: Path, *, kimg: float, resume: Path | None = None) -> None:
    run(experiment, LoopConfig(run_dir=folder, batch=8, kimg=kimg), meta={}, resume=resume)


def _psnr(found: Tensor, wanted: Tensor) -> float:
    error = (to_uint8(found).float() - to_uint8(wanted).float()).square().mean()
    return float(10 * torch.log10(255**2 / error))


def _pictures(count: int, size: int) -> Tensor:
    return to_unit_range(face_set(count, size, seed=7).pictures)


def test_the_trained_network_beats_bicubic_on_faces_it_never_saw(tmp_path: Path) -> None:
    experiment = _experiment()
    _train(experiment, tmp_path, kimg=1.6)
    large = _pictures(24, 48)
    small = degrade(large, scale=2, config=CLEAN, generator=torch.Generator().manual_seed(5))
    with torch.no_grad():
        ours = experiment.networks["up_ema"](small)
    assert _psnr(ours, large) > _psnr(bicubic(small, 2), large) + 0.5


def test_a_resumed_run_goes_on_bit_for_bit(tmp_path: Path) -> None:
    config = DegradeConfig(clean=0.3, jpeg=0.5)
    whole = _experiment(degrade_config=config, kimg=0.048)
    _train(whole, tmp_path / "whole", kimg=0.048)
    _train(_experiment(degrade_config=config, kimg=0.048), tmp_path / "half", kimg=0.024)
    second = _experiment(degrade_config=config, kimg=0.048, seed=9)
    _train(second, tmp_path / "half", kimg=0.048, resume=tmp_path / "half")
    for name, network in whole.networks.items():
        for wanted, found in zip(
            network.parameters(), second.networks[name].parameters(), strict=True
        ):
            assert torch.equal(wanted, found)


def test_a_resumed_optimiser_lies_in_memory_like_its_parameters(tmp_path: Path) -> None:
    _train(_experiment(), tmp_path, kimg=0.008)
    second = _experiment()
    _train(second, tmp_path, kimg=0.016, resume=tmp_path)
    state = second.phases[0].optimizer.state
    assert any(not p.is_contiguous() for p in state)  # else this would tell nothing
    for parameter, moments in state.items():
        assert moments["exp_avg"].stride() == parameter.stride()
        assert moments["exp_avg_sq"].stride() == parameter.stride()


@pytest.mark.parametrize(
    ("kind", "pillow"),
    [(0, Image.Resampling.BOX), (1, Image.Resampling.BICUBIC), (2, Image.Resampling.LANCZOS)],
)
def test_filters_shrink_as_pillow_does(kind: int, pillow: Image.Resampling) -> None:
    # Noise, because smooth pictures look alike after any filter.
    image = Image.fromarray(np.random.default_rng(3).integers(0, 256, (48, 48, 3), dtype=np.uint8))
    wanted = np.asarray(image.resize((12, 12), pillow)).astype(int)
    picture = to_unit_range(torch.from_numpy(np.array(image)).permute(2, 0, 1))
    matrix = shrink_matrices(12, 4, kinds=torch.tensor([kind]), widths=torch.ones(1))[0]
    found = to_uint8(matrix @ picture @ matrix.T).permute(1, 2, 0).numpy().astype(int)
    assert np.abs(found - wanted).max() <= 1


def test_a_wider_filter_blurs() -> None:
    picture = _pictures(1, 32)[0]
    kinds = torch.ones(2, dtype=torch.int64)
    matrices = shrink_matrices(16, 2, kinds=kinds, widths=torch.tensor([1.0, 2.0]))
    sharp, soft = (m @ picture @ m.T for m in matrices)
    assert soft.diff(dim=2).abs().mean() < 0.9 * sharp.diff(dim=2).abs().mean()


def test_flat_pictures_keep_their_colour_when_they_shrink() -> None:
    flat = torch.full((16, 3, 16, 16), -0.2).round(decimals=3)
    config = DegradeConfig(clean=0.0, noise=0.0, jpeg=0.0)
    small = degrade(flat, scale=4, config=config, generator=torch.Generator().manual_seed(0))
    assert (small + 0.2).abs().max() < 1 / 127.5


def test_the_share_of_clean_pictures_is_shrunk_only() -> None:
    picture = _pictures(1, 32).expand(200, -1, -1, -1)
    config = DegradeConfig(clean=0.5, noise=0.1)
    small = degrade(picture, scale=2, config=config, generator=torch.Generator().manual_seed(0))
    kinds = torch.arange(3)
    matrices = shrink_matrices(16, 2, kinds=kinds, widths=torch.ones(3))[:, None]
    clean = to_unit_range(to_uint8(matrices @ picture[:3] @ matrices.mT))
    is_clean = [any(torch.equal(one, known) for known in clean) for one in small]
    assert 70 < sum(is_clean) < 130
    assert small.abs().max() <= 1


def test_jpeg_leaves_its_traces_and_the_picture() -> None:
    pictures = _pictures(8, 32)
    seeds = [torch.Generator().manual_seed(0) for _ in range(2)]
    plain, compressed = (
        degrade(
            pictures,
            scale=2,
            config=DegradeConfig(clean=0, blur=1, noise=0, jpeg=share),
            generator=seed,
        )
        for share, seed in zip((0.0, 1.0), seeds, strict=True)
    )
    differences = (plain - compressed).abs().mean(dim=(1, 2, 3))
    assert (differences > 0).all()
    assert (differences < 0.2).all()


@pytest.mark.parametrize("values", [{"clean": 1.5}, {"blur": 0.5}, {"noise": -1.0}, {"jpeg": 2.0}])
def test_impossible_degradations_are_refused(values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"shares|narrowed"):
        DegradeConfig(**values)


def test_patches_larger_than_the_pictures_are_refused() -> None:
    with pytest.raises(UsageError, match="48 px are smaller than a patch of 32 px times 2"):
        Upscaling(
            face_set(16, 48),
            spec=TINY,
            config=UpscalerConfig(patch=32),
            degrade_config=CLEAN,
            kimg=1,
            device=torch.device("cpu"),
            seed=0,
        )


def test_the_sample_grid_shows_clean_and_spoilt_pictures() -> None:
    assert _experiment().sample_grid().shape == (6 * 48, 8 * 48, 3)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    upscaler.add_command(parser.add_subparsers())
    return parser.parse_args(["upscaler", *arguments])


def test_the_command_trains_the_size_that_was_asked_for(tmp_path: Path) -> None:
    data = write_faces(tmp_path / "data", 16, 32)
    options = _parse(
        [
            *("--data", str(data), "--resolution", "32", "--scale", "2", "--size", "carn-m"),
            *("--patch", "8", "--batch", "2", "--kimg", "0.004"),
            *("--out", str(tmp_path / "run"), "--device", "cpu"),
        ]
    )
    options.run(options)
    tensors, meta = load_checkpoint(tmp_path / "run" / "checkpoint")
    spec = UpscalerSpec.from_dict(meta["spec"])
    assert spec == UpscalerSpec(scale=2, groups=4, shared=True)
    load_network(Carn(spec), tensors, name="up_ema", file="checkpoint")
