from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from avatarstudio.core.errors import Cancelled
from avatarstudio.core.progress import NullProgress
from avatarstudio.inversion.config import (
    CONFIGS,
    InversionConfig,
    LatentSpace,
    Quality,
    search_config,
)
from avatarstudio.inversion.losses import BundledDistance, ReconstructionLoss, to_target
from avatarstudio.inversion.projector import Preview, Projection, Projector
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import EncoderSpec, FeatureSpec, GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.training.curvature import mean_curvature

SPEC = GeneratorSpec(
    resolution=32, z_dim=8, w_dim=8, mapping_layers=1, channel_base=256, channel_max=16
)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def generator() -> Generator:
    torch.manual_seed(0)
    generator = Generator(SPEC)
    with torch.no_grad():
        for block in generator.synthesis.blocks:
            block.to_rgb.conv.weight.mul_(0.1)  # an untrained picture leaves [-1, 1] otherwise
    return generator.prepare_for_inference()


@pytest.fixture(scope="module")
def perceptual() -> BundledDistance:
    torch.manual_seed(1)
    spec = FeatureSpec(resolution=32, blocks=2, channel_base=256, channel_max=16)
    return BundledDistance(FeatureNet(spec).eval().requires_grad_(False), name="tiny")


@pytest.fixture
def projector(generator: Generator, perceptual: BundledDistance) -> Projector:
    return Projector(generator, perceptual=perceptual, encoder=None, device=CPU)


@pytest.fixture(scope="module")
def own_picture(generator: Generator) -> Tensor:
    with torch.no_grad():
        z = torch.randn(1, SPEC.z_dim, generator=torch.Generator().manual_seed(5))
        picture = generator(z)
    assert picture.abs().max() < 1
    return picture


def project(
    projector: Projector, picture: Tensor, config: InversionConfig, **more: object
) -> Projection:
    arguments = {"seed": 0, "progress": NullProgress(), **more}
    return projector.project(picture, config, **arguments)  # type: ignore[arg-type]


def test_the_thesis_protocol_is_that_of_section_4_4() -> None:
    config = CONFIGS[Quality.THESIS]
    assert (config.space, config.steps, config.learning_rate) == (LatentSpace.Z, 1000, 0.1)
    assert config.coarse_steps == 0
    assert (config.ramp, config.keep_best, config.encoded_start) == (False, False, False)


@pytest.mark.parametrize("space", [LatentSpace.Z, LatentSpace.W])
def test_the_generators_own_picture_is_found_again(
    projector: Projector, own_picture: Tensor, space: LatentSpace
) -> None:
    # Random features make a rugged perceptual part, in which most random starts get stuck.
    config = InversionConfig(
        space=space, steps=200, learning_rate=0.1, alpha=0.1, encoded_start=False
    )
    found = project(projector, own_picture, config)
    spread = float(own_picture.var())
    assert found.loss.mse < 0.02 * spread
    assert found.latent.shape == (SPEC.num_layers, SPEC.w_dim)
    assert torch.equal(found.latent, found.latent[:1].expand_as(found.latent))


def test_one_latent_for_each_layer_comes_closer_than_one_for_all(projector: Projector) -> None:
    picture = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(2)) * 2 - 1
    plain = InversionConfig(space=LatentSpace.W, steps=60, learning_rate=0.1)
    single = project(projector, picture, plain)
    layered = project(projector, picture, replace(plain, space=LatentSpace.W_PLUS))
    assert layered.loss.total(0.5) < single.loss.total(0.5)


@pytest.fixture(scope="module")
def encoder(generator: Generator, perceptual: BundledDistance) -> Encoder:
    """Untrained, but with the generator's curvature."""
    torch.manual_seed(2)
    spec = EncoderSpec(resolution=32, w_dim=8, channel_base=256, channel_max=16, curvature=8)
    encoder = Encoder(spec).eval().requires_grad_(False)
    latents = generator.mapping(torch.randn(96, 8))
    network = perceptual._network
    encoder.curvature.copy_(
        mean_curvature(
            generator, latents, network, axes=8, randomness=torch.Generator().manual_seed(0)
        )
    )
    return encoder


@pytest.mark.parametrize(("curvature", "fast", "instant"), [(True, 30, 5), (False, 60, 1)])
def test_qualities_keep_to_their_evaluations(
    generator: Generator,
    perceptual: BundledDistance,
    encoder: Encoder,
    own_picture: Tensor,
    curvature: bool,
    fast: int,
    instant: int,
) -> None:
    projector = Projector(generator, perceptual=perceptual, encoder=encoder, device=CPU)
    found = {
        quality: project(projector, own_picture, search_config(quality, curvature=curvature))
        for quality in (Quality.FAST, Quality.INSTANT)
    }
    assert found[Quality.FAST].evaluations <= fast
    assert found[Quality.INSTANT].evaluations == instant
    assert found[Quality.FAST].loss.total(0.5) < found[Quality.INSTANT].loss.total(0.5)
    with torch.no_grad():
        begun = encoder(own_picture)[0]
    assert torch.equal(found[Quality.INSTANT].start[0], begun)
    assert torch.equal(found[Quality.INSTANT].latent[0], begun) is not curvature


def test_a_search_in_w_keeps_what_sets_the_encoders_rows_apart(
    generator: Generator, perceptual: BundledDistance, own_picture: Tensor
) -> None:
    torch.manual_seed(3)
    spec = EncoderSpec(
        resolution=32, w_dim=8, channel_base=256, channel_max=16, rows=SPEC.num_layers
    )
    encoder = Encoder(spec).eval().requires_grad_(False)
    assert encoder.rows is not None
    torch.nn.init.normal_(encoder.rows[1].weight)
    projector = Projector(generator, perceptual=perceptual, encoder=encoder, device=CPU)
    config = InversionConfig(space=LatentSpace.W, steps=6, learning_rate=0.05)
    found = project(projector, own_picture, config)
    begun = encoder.w_plus(own_picture, layers=SPEC.num_layers)[0]
    assert torch.equal(found.start, begun)
    moved = found.latent - begun
    assert moved.abs().max() > 0.01
    torch.testing.assert_close(moved, moved[:1].expand_as(moved))
    assert (begun - begun[0]).abs().max() > 0.1
    assert found.loss.total(0.5) <= found.history[0]
    layered = project(projector, own_picture, replace(config, space=LatentSpace.W_PLUS))
    assert torch.equal(layered.start, begun)


def test_knowing_the_curvature_saves_steps(
    generator: Generator, perceptual: BundledDistance, encoder: Encoder
) -> None:
    projector = Projector(generator, perceptual=perceptual, encoder=encoder, device=CPU)
    newton = replace(CONFIGS[Quality.FAST], steps=12)
    adam = replace(newton, newton=False, learning_rate=0.15)
    left = []
    for config in (newton, adam):
        seeded = torch.Generator().manual_seed(7)
        losses = []
        for _ in range(6):
            with torch.no_grad():
                near = encoder(torch.rand(1, 3, 32, 32, generator=seeded) * 2 - 1)
                w = near + 0.5 * torch.randn(1, 8, generator=seeded)
                picture = generator.synthesis(generator.broadcast(w))
            start = generator.broadcast(near)[0]
            losses.append(project(projector, picture, config, start=start).loss.total(0.5))
        left.append(sum(losses))
    assert left[0] < 0.7 * left[1]


def test_newtons_steps_want_a_curvature(projector: Projector, own_picture: Tensor) -> None:
    with pytest.raises(ValueError, match="curvature"):
        project(projector, own_picture, CONFIGS[Quality.FAST])


def test_the_best_step_is_kept_when_the_rate_overshoots(
    projector: Projector, own_picture: Tensor
) -> None:
    wild = InversionConfig(
        space=LatentSpace.W, steps=30, learning_rate=5.0, ramp=False, keep_best=True
    )
    found = project(projector, own_picture, wild)
    assert found.loss.total(0.5) <= min(found.history) + 1e-5
    last = project(projector, own_picture, replace(wild, keep_best=False))
    assert last.loss.total(0.5) > found.loss.total(0.5)


def test_the_same_seed_gives_the_same_bytes(projector: Projector, own_picture: Tensor) -> None:
    config = InversionConfig(space=LatentSpace.Z, steps=5, learning_rate=0.1, encoded_start=False)
    first, second = (project(projector, own_picture, config, seed=7) for _ in range(2))
    assert torch.equal(first.latent, second.latent)
    assert (first.picture == second.picture).all()
    other = project(projector, own_picture, config, seed=8)
    assert not torch.equal(first.latent, other.latent)


class Watcher:
    """Counts reports, keeps previews and stops after some steps."""

    def __init__(self, stop_after: int) -> None:
        self.fractions: list[float] = []
        self.previews: list[object] = []
        self._stop_after = stop_after

    def report(self, fraction: float, stage: str = "") -> None:
        self.fractions.append(fraction)
        if len(self.fractions) >= self._stop_after:
            raise Cancelled

    def preview(self, payload: object) -> None:
        self.previews.append(payload)


def test_cancel_stops_at_the_next_report(projector: Projector, own_picture: Tensor) -> None:
    watcher = Watcher(stop_after=3)
    config = InversionConfig(space=LatentSpace.W, steps=50, learning_rate=0.1, preview_every=1)
    with pytest.raises(Cancelled):
        project(projector, own_picture, config, progress=watcher)
    assert watcher.fractions == [1 / 50, 2 / 50, 3 / 50]
    preview = watcher.previews[0]
    assert isinstance(preview, Preview)
    assert preview.picture.shape == (32, 32, 3)


def test_a_given_start_is_where_the_search_begins(
    projector: Projector, generator: Generator, own_picture: Tensor
) -> None:
    with torch.no_grad():
        z = torch.randn(1, SPEC.z_dim, generator=torch.Generator().manual_seed(5))
        start = generator.broadcast(generator.mapping(z))[0]
    still = InversionConfig(space=LatentSpace.W_PLUS, steps=0, learning_rate=0.0)
    found = project(projector, own_picture, still, start=start)
    assert torch.equal(found.latent, start)
    assert found.loss.mse < 1e-10


def test_the_loss_weighs_its_parts_by_alpha(
    perceptual: BundledDistance, own_picture: Tensor
) -> None:
    other = own_picture.flip(3)
    loss = ReconstructionLoss(own_picture, perceptual=perceptual, alpha=0.25)
    mse, distance = loss.terms(other)
    assert float(mse) == pytest.approx(float((own_picture - other).square().mean()))
    assert float(distance) > 0
    assert float(loss.total(mse, distance)) == pytest.approx(
        0.25 * float(distance) + 0.75 * float(mse)
    )
    same, nothing = loss.terms(own_picture)
    assert float(same) == 0
    assert float(nothing) == 0


def test_the_perceptual_distance_orders_blur_and_noise(
    perceptual: BundledDistance, own_picture: Tensor
) -> None:
    loss = ReconstructionLoss(own_picture, perceptual=perceptual, alpha=1.0)
    noise = torch.randn(own_picture.shape, generator=torch.Generator().manual_seed(0))
    weak, strong = (float(loss.terms(own_picture + noise * s)[1]) for s in (0.05, 0.3))
    assert 0 < weak < strong
    blurred = torch.nn.functional.avg_pool2d(own_picture, 3, stride=1, padding=1)
    blurred_more = torch.nn.functional.avg_pool2d(own_picture, 7, stride=1, padding=3)
    assert float(loss.terms(blurred)[1]) < float(loss.terms(blurred_more)[1])


def test_a_target_of_any_size_is_brought_to_the_generators() -> None:
    assert to_target(torch.zeros(1, 3, 256, 256), 32).shape == (1, 3, 32, 32)
    assert to_target(torch.zeros(1, 3, 16, 16), 32).shape == (1, 3, 32, 32)
    exact = torch.rand(1, 3, 32, 32)
    assert to_target(exact, 32) is exact


@pytest.mark.parametrize("change", [{"alpha": 1.5}, {"coarse_steps": 99}])
def test_impossible_protocols_are_refused(change: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"alpha|coarse"):
        replace(CONFIGS[Quality.FAST], **change)


@pytest.mark.parametrize(("resolution", "wanted"), [(256, [64, 64, 256]), (128, [128, 128, 128])])
def test_coarse_steps_stop_large_generators_at_64_px(
    resolution: int, wanted: list[int], perceptual: BundledDistance
) -> None:
    spec = GeneratorSpec(
        resolution=resolution, z_dim=8, w_dim=8, mapping_layers=1, channel_base=256, channel_max=8
    )
    torch.manual_seed(0)
    large = Projector(
        Generator(spec).prepare_for_inference(), perceptual=perceptual, encoder=None, device=CPU
    )
    watcher = Watcher(stop_after=99)
    config = InversionConfig(
        space=LatentSpace.W, steps=3, learning_rate=0.1, coarse_steps=2, preview_every=1
    )
    project(large, torch.zeros(1, 3, resolution, resolution), config, progress=watcher)
    sizes = [p.picture.shape[0] for p in watcher.previews if isinstance(p, Preview)]
    assert sizes == wanted
