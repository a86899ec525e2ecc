from __future__ import annotations

import pytest
import torch
from human_run import CPU, SPEC, TrainedRun, finetuning
from torch import Tensor

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.denoiser import Denoiser
from avatarstudio.nets.specs import DenoiserSpec
from avatarstudio.training.parents import load_parent

TINY = DenoiserSpec(resolution=SPEC.resolution, width=8, width_max=8, levels=2, blocks=1)


class _KnowsBlack(Denoiser):
    """Takes everything for noise over black."""

    def __init__(self) -> None:
        super().__init__(TINY)

    def forward(self, noisy: Tensor, sigma: Tensor) -> Tensor:
        return torch.full_like(noisy, -1.0)


def test_a_style_learns_to_draw_what_a_redrawing_would_make_of_it(pretrained: TrainedRun) -> None:
    parent = load_parent(str(pretrained.folder), device=CPU)
    style = finetuning(parent, denoiser=_KnowsBlack(), redraw_weight=1.0)
    style.draw(4)
    phase = style.phases[0]
    for parameter in phase.parameters:
        parameter.requires_grad_(True)

    def light() -> Tensor:
        latents = style._g.broadcast(style._latents(style._z[0]))
        return (style._g.synthesis(latents) + 1).mean()

    before = light()
    total, terms = phase.loss()
    assert terms["redraw"].item() == pytest.approx(before.item(), rel=0.05)
    weighted = terms["g"] + 25.0 * terms["structure"] + terms["redraw"]
    assert total.item() == pytest.approx(weighted.item(), rel=1e-5)
    terms["redraw"].backward()
    with torch.no_grad():
        for parameter in phase.parameters:
            if parameter.grad is not None:
                parameter -= 0.05 * parameter.grad
    assert light() < before


def test_without_a_denoiser_or_its_weight_nothing_is_redrawn(pretrained: TrainedRun) -> None:
    parent = load_parent(str(pretrained.folder), device=CPU)
    for style in (
        finetuning(parent, redraw_weight=1.0),
        finetuning(parent, denoiser=_KnowsBlack()),
    ):
        style.draw(4)
        assert "redraw" not in style.phases[0].loss()[1]


def test_a_denoiser_of_another_size_is_refused(pretrained: TrainedRun) -> None:
    parent = load_parent(str(pretrained.folder), device=CPU)
    other = Denoiser(DenoiserSpec(resolution=64, width=8, width_max=8, levels=2, blocks=1))
    with pytest.raises(UsageError, match="of 64 px, those of the generator have 32"):
        finetuning(parent, denoiser=other, redraw_weight=1.0)
