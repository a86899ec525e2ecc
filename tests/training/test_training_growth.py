from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from drawn_faces import face_set
from human_run import CPU, ENCODER, SPEC, TrainedRun

from avatarstudio.core.errors import CheckpointMismatchError
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.specs import GeneratorSpec
from avatarstudio.nets.surgery import block_prefix
from avatarstudio.training.checkpoint import load_checkpoint
from avatarstudio.training.data import to_unit_range
from avatarstudio.training.freezeg import FinetuneConfig, Finetuning
from avatarstudio.training.growth import grown_discriminator, grown_encoder, grown_generator
from avatarstudio.training.loop import LoopConfig, run
from avatarstudio.training.parents import Parent, load_parent
from avatarstudio.training.stylegan2 import PretrainConfig, Pretraining

LARGER = replace(SPEC, resolution=64)
WIDER = replace(SPEC, channel_base=1024, channel_max=48)


@pytest.fixture(scope="module")
def parent(pretrained: TrainedRun) -> Parent:
    return load_parent(str(pretrained.folder), device=CPU)


def _style(parent: Parent, *, blocks: int) -> Finetuning:
    size = parent.generator.spec.resolution
    return Finetuning(
        face_set(64, size, drawing=True),
        face_set(64, size),
        parent=parent,
        config=FinetuneConfig(blocks=blocks, augment=0.0, structure_px=8, ema_kimg=0.01),
        device=CPU,
        seed=0,
    )


def _pretraining(spec: GeneratorSpec) -> Pretraining:
    return Pretraining(
        face_set(64, spec.resolution),
        spec=spec,
        encoder_spec=ENCODER,
        config=PretrainConfig(augment=0.0, feature_blocks=2, ema_kimg=0.2),
        device=CPU,
        seed=0,
    )


def test_a_grown_generator_draws_its_former_picture_enlarged(parent: Parent) -> None:
    grown = grown_generator(parent.generator, LARGER)
    z = torch.randn(2, SPEC.z_dim, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        former, picture = parent.generator(z), grown(z)
        small = grown.synthesis(grown.broadcast(grown.mapping(z)), stop_at=32)
    assert picture.shape[-1] == 64
    assert torch.allclose(small, former, atol=1e-5)
    assert (F.avg_pool2d(picture, 2) - former).abs().mean() < 0.05
    picture = grown(z)
    picture.sum().backward()
    new = grown.synthesis.block(4).to_rgb.conv.weight.grad
    assert new is not None
    assert new.abs().sum() > 0


def test_a_wider_generator_draws_the_same_pictures_and_can_learn(parent: Parent) -> None:
    wider = grown_generator(parent.generator, WIDER)
    z = torch.randn(2, SPEC.z_dim, generator=torch.Generator().manual_seed(0))
    picture = wider(z)
    torch.testing.assert_close(picture, parent.generator(z), rtol=1e-4, atol=1e-4)
    picture.square().sum().backward()
    added = wider.synthesis.block(2).last.conv.affine.bias.grad
    assert added is not None
    assert (added[24:] != 0).all()


def test_a_wider_discriminator_judges_the_same(parent: Parent) -> None:
    faces = face_set(16, 32, seed=5)
    wider = grown_discriminator(parent.discriminator, WIDER, faces)
    pictures = to_unit_range(faces.pictures)
    with torch.no_grad():
        torch.testing.assert_close(
            wider(pictures), parent.discriminator(pictures), rtol=1e-3, atol=1e-3
        )


def test_copies_of_feature_maps_part_in_training(parent: Parent) -> None:
    assert parent.encoder is not None
    spec = replace(ENCODER, channel_max=48)
    wider = grown_encoder(parent.encoder, spec, seed=0)
    faces = to_unit_range(face_set(4, 32).pictures)
    torch.testing.assert_close(wider(faces), parent.encoder(faces), rtol=1e-3, atol=1e-3)
    wider(faces).square().sum().backward()
    gradient = wider.get_parameter("blocks.1.conv0.weight").grad
    assert gradient is not None
    # 24 maps at 16 px are 32 now; the first of the new ones is a copy of one of them.
    same = wider.get_parameter("blocks.0.conv1.bias")
    assert len(same) == 32
    assert all(not torch.equal(gradient[a], gradient[b]) for a in range(24) for b in range(24, 32))


def test_a_run_begins_with_narrower_networks(pretrained: TrainedRun) -> None:
    base = load_parent(str(pretrained.folder), device=CPU)
    assert base.encoder is not None
    known = grown_encoder(base.encoder, replace(ENCODER, curvature=4, crowd=3), seed=0)
    base = replace(base, encoder=known)  # as the bundled one, with what will not fit
    experiment = _pretraining(WIDER)
    experiment.start_from(base)
    z = torch.randn(2, SPEC.z_dim, generator=torch.Generator().manual_seed(0))
    pictures = base.generator(z)
    torch.testing.assert_close(experiment.networks["g"](z), pictures, rtol=1e-3, atol=1e-3)
    pictures = pictures.detach()
    judged = experiment.networks["d"](pictures)
    torch.testing.assert_close(judged, base.discriminator(pictures), rtol=1e-3, atol=1e-3)


@pytest.mark.slow
def test_a_style_goes_on_over_a_wider_base(parent: Parent, tmp_path: Path) -> None:
    limits = LoopConfig(run_dir=tmp_path, batch=4, kimg=0.008)
    meta = {"spec": SPEC.to_dict(), "blocks": 2}
    earlier = _style(parent, blocks=2)
    run(earlier, limits, meta=meta, resume=None)
    faces = face_set(16, 32)
    wider = Parent(
        grown_generator(parent.generator, WIDER),
        grown_discriminator(parent.discriminator, WIDER, faces),
        parent.encoder,
    )
    style = _style(wider, blocks=2)
    style.start_from(tmp_path)
    z = torch.randn(2, SPEC.z_dim, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        pictures = style.networks["g"](z)
        torch.testing.assert_close(pictures, earlier.networks["g_ema"](z), rtol=1e-3, atol=1e-3)


@pytest.mark.slow
def test_a_grown_discriminator_judges_as_before(parent: Parent) -> None:
    faces = face_set(128, 64, seed=5)
    grown = grown_discriminator(parent.discriminator, LARGER, faces)
    others = to_unit_range(face_set(60, 64, seed=9).pictures)
    with torch.no_grad():
        former = parent.discriminator(F.avg_pool2d(others, 2))
        now = grown(others)
    assert torch.corrcoef(torch.stack([former, now]))[0, 1] > 0.9


@pytest.mark.slow
def test_a_run_begins_with_grown_networks_and_an_encoder_of_small_pictures(parent: Parent) -> None:
    experiment = _pretraining(LARGER)
    experiment.start_from(parent)
    experiment.draw(4)
    with torch.no_grad():
        terms = experiment.phases[0].loss()[1]
        faces = to_unit_range(face_set(16, 32).pictures)
        assert parent.encoder is not None
        ws = parent.generator.broadcast(parent.encoder(faces))
        former = (parent.generator.synthesis(ws) - faces).square().mean()
    assert terms["mse"] < 2 * former
    assert all(torch.isfinite(term) for term in terms.values())


@pytest.mark.slow
def test_a_style_goes_on_over_a_base_that_has_grown(parent: Parent, tmp_path: Path) -> None:
    limits = LoopConfig(run_dir=tmp_path, batch=4, kimg=0.008)
    meta = {"spec": SPEC.to_dict(), "blocks": 2}
    run(_style(parent, blocks=2), limits, meta=meta, resume=None)
    earlier, _ = load_checkpoint(tmp_path / "checkpoint")
    generator = grown_generator(parent.generator, LARGER)
    faces = face_set(16, 64)
    larger = Parent(
        generator, grown_discriminator(parent.discriminator, LARGER, faces), parent.encoder
    )
    style = _style(larger, blocks=3)
    style.start_from(tmp_path)
    found = style.networks["g"].state_dict()
    for name, value in generator.state_dict().items():
        tuned = name.startswith((block_prefix(2), block_prefix(3)))
        assert torch.equal(found[name], earlier[f"g_ema.{name}"] if tuned else value), name
    assert torch.equal(style.networks["d"].state_dict()["out.weight"], earlier["d.out.weight"])


@pytest.mark.parametrize("change", [{"channel_max": 16}, {"w_dim": 64}, {"mapping_layers": 3}])
def test_what_has_less_or_another_mapping_cannot_be_grown_into(
    parent: Parent, change: dict[str, int]
) -> None:
    with pytest.raises(CheckpointMismatchError):
        grown_generator(parent.generator, replace(LARGER, **change))


def test_an_encoder_takes_larger_pictures() -> None:
    torch.manual_seed(0)
    encoder = Encoder(ENCODER)
    faces = to_unit_range(face_set(3, 64).pictures)
    assert torch.allclose(encoder(faces), encoder(F.avg_pool2d(faces, 2)))
