"""What the quality modes reach on real portraits, and what they cost, in one run.

usage: python benchmarks/inversion.py FOLDER [--count 20] [--qualities fast fidelity thesis]
                                      [--groups GROUPS.json]

FOLDER holds aligned portraits; the last COUNT by name are taken. Only z1 is found (`r_g(x)`).
Prints the mean MSE on [-1, 1], the mean perceptual distance, evaluations and seconds of each
quality, on how many portraits `fast` reaches the loss of `thesis` (eq. 2.3), and `fidelity`'s MSE
over that of `thesis`. The mean latent and the encoder alone are given beside. GROUPS maps names of
groups of people to file names; each group's mean MSE is given over that of everyone.
"""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path

import torch
from tqdm import tqdm

from avatarstudio.capture.photo import load_photo
from avatarstudio.core.images import RgbImage
from avatarstudio.core.paths import weights_dir
from avatarstudio.core.progress import NullProgress
from avatarstudio.inversion.config import CONFIGS, Quality
from avatarstudio.inversion.losses import ReconstructionLoss, to_target
from avatarstudio.inversion.projector import Projection
from avatarstudio.nets.catalog import Catalog
from avatarstudio.pipeline import Engine


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--qualities", nargs="+", type=Quality, default=list(Quality))
    parser.add_argument("--groups", type=Path)
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    engine = Engine(Catalog.read(weights_dir()), device=options.device)
    paths = sorted(p for p in options.folder.iterdir() if p.suffix in {".webp", ".png", ".jpg"})
    paths = paths[-options.count :]
    found: dict[Quality, list[Projection]] = {quality: [] for quality in options.qualities}
    unsearched: list[dict[str, tuple[float, float]]] = []
    for path in tqdm(paths):
        portrait = load_photo(path)
        unsearched.append(_unsearched(engine, portrait))
        for quality in options.qualities:
            inversion = engine.invert(
                portrait, quality=quality, seed=0, progress=NullProgress(), human_only=True
            )
            found[quality].append(inversion.first)
    report: dict[str, object] = {"portraits": len(paths)}
    for name in unsearched[0]:
        mse, perceptual = (statistics.mean(one[name][i] for one in unsearched) for i in range(2))
        report[name] = {"mse": mse, "perceptual": perceptual}
    for quality, results in found.items():
        report[quality.value] = {
            "mse": statistics.mean(r.loss.mse for r in results),
            "perceptual": statistics.mean(r.loss.perceptual for r in results),
            "evaluations": statistics.mean(r.evaluations for r in results),
            "seconds": statistics.mean(r.seconds for r in results),
        }
        if options.groups is not None:
            errors = {path.name: r.loss.mse for path, r in zip(paths, results, strict=True)}
            report[f"{quality.value} by group"] = _by_group(errors, options.groups)
    if Quality.THESIS in found:
        report |= _against_thesis(found)
    print(json.dumps(report, indent=2))


@torch.no_grad()
def _unsearched(engine: Engine, portrait: RgbImage) -> dict[str, tuple[float, float]]:
    """MSE and perceptual distance of the mean latent's picture and of the encoder's."""
    models = engine.models()
    base = models.style.base
    cutter = engine.cutter()
    smooth = cutter.smooth_background(portrait, cutter.rough_matte(portrait))
    target = to_target(smooth.to(engine.device), base.spec.resolution)
    loss = ReconstructionLoss(target, perceptual=models.perceptual, alpha=0.5)
    latents = {"mean latent": base.broadcast(base.mapping.w_avg[None])}
    if models.encoder is not None:
        latents["encoder"] = models.encoder.w_plus(target, layers=base.spec.num_layers)
    terms = {name: loss.terms(base.synthesis(ws)) for name, ws in latents.items()}
    return {name: (float(mse), float(perceptual)) for name, (mse, perceptual) in terms.items()}


def _by_group(errors: dict[str, float], groups: Path) -> dict[str, str]:
    """Each group's mean error over everyone's, and how many people it has."""
    everyone = statistics.mean(errors.values())
    report = {}
    for group, names in json.loads(groups.read_text(encoding="utf-8")).items():
        own = [errors[name] for name in names if name in errors]
        if own:
            report[group] = f"{statistics.mean(own) / everyone:.2f} ({len(own)} people)"
    return report


def _against_thesis(found: dict[Quality, list[Projection]]) -> dict[str, object]:
    report: dict[str, object] = {}
    thesis = found[Quality.THESIS]
    alpha = CONFIGS[Quality.THESIS].alpha
    if Quality.FAST in found:
        pairs = list(zip(found[Quality.FAST], thesis, strict=True))
        reached = sum(f.loss.total(alpha) <= t.loss.total(alpha) for f, t in pairs)
        report["fast reaches thesis on"] = f"{reached} of {len(thesis)}"
    if Quality.FIDELITY in found:
        mine = statistics.mean(r.loss.mse for r in found[Quality.FIDELITY])
        report["fidelity mse over thesis"] = mine / statistics.mean(r.loss.mse for r in thesis)
    return report


if __name__ == "__main__":
    main()
