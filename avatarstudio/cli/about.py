"""The commands that tell: styles and doctor. `styles` must not import torch."""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import platform
from argparse import Namespace
from collections.abc import Callable

from avatarstudio import __version__
from avatarstudio.cli.run import Report
from avatarstudio.core.errors import WeightsDamagedError, WeightsMissingError
from avatarstudio.core.paths import resources_dir, user_styles_dir, weights_dir
from avatarstudio.nets.catalog import Catalog, ModelCard, ModelKind

Finding = tuple[str, str]
"""A state (`ok`, `note` or `bad`) and what was seen."""


def styles(options: Namespace) -> Report:  # noqa: ARG001 - the signature of every command
    """List the styles, the default one first."""
    catalog = Catalog.read(weights_dir(), user_styles=user_styles_dir())
    cards = catalog.of_kind(ModelKind.STYLE)
    lines = [
        f"{card.id:12} {card.title} ({card.tuned_blocks} tuned blocks over {card.base}, "
        f"{card.quality}; {card.licence})"
        for card in cards
    ]
    return {
        "styles": [
            {
                "id": card.id,
                "title": card.title,
                "base": card.base,
                "tuned_blocks": card.tuned_blocks,
                "quality": card.quality,
                "licence": card.licence,
            }
            for card in cards
        ],
        "text": "\n".join(lines) or "No style is installed.",
    }


def doctor(options: Namespace) -> Report:  # noqa: ARG001 - the signature of every command
    """Check this installation; exit code 5 for weights, 6 for PyTorch, 1 for anything else."""
    findings: list[dict[str, str]] = []
    for name, check in _CHECKS.items():
        try:
            state, seen = check()
        except Exception as error:  # a broken part is what the doctor looks for
            state, seen = "bad", str(error) or type(error).__name__
        findings.append({"check": name, "state": state, "seen": seen})
    bad = [f["check"] for f in findings if f["state"] == "bad"]
    code = 5 if "weights" in bad else 6 if "pytorch" in bad else 1 if bad else 0
    marks = {"ok": "  ok ", "note": "note ", "bad": " BAD "}
    text = "\n".join(f"{marks[f['state']]} {f['check']:10} {f['seen']}" for f in findings)
    return {"findings": findings, "exit_code": code, "text": text}


def _program() -> Finding:
    return "ok", f"{__version__}, Python {platform.python_version()}, {platform.platform()}"


def _pytorch() -> Finding:
    import torch
    import torchvision

    torchvision.ops.nms  # noqa: B018 - fails where the pair does not match
    seen = f"torch {torch.__version__}, torchvision {torchvision.__version__}"
    if torch.cuda.is_available():
        return "ok", f"{seen}, {torch.cuda.get_device_name()}"
    if torch.backends.mps.is_available():
        return "ok", f"{seen}, Apple GPU"
    return "ok", f"{seen}, {torch.get_num_threads()} CPU threads, no GPU"


def _faces() -> Finding:

    from avatarstudio.faces.detect import DlibDetector

    DlibDetector().load()
    return "ok", "dlib and its landmark files"


def _weights() -> Finding:
    cards = Catalog.read(weights_dir()).cards
    for card in cards:
        _check_file(card)
    total = sum(card.bytes for card in cards) / 2**20
    previews = [card.id for card in cards if card.quality == "preview"]
    seen = f"{len(cards)} models, {total:.1f} MiB, checksums match"
    if previews:
        return "note", f"{seen}; of preview quality: {', '.join(previews)}"
    return "ok", seen


def _own_models() -> Finding:
    bundled = Catalog.read(weights_dir())
    cards = Catalog.read(weights_dir(), user_styles=user_styles_dir()).cards[len(bundled.cards) :]
    generators = {
        card.sha256 for card in (*bundled.cards, *cards) if card.kind is ModelKind.GENERATOR
    }
    lost = [card.id for card in cards if card.base and card.base_sha256 not in generators]
    if lost:
        return "note", f"made for a generator that is not installed: {', '.join(lost)}"
    return "ok", ", ".join(f"{card.kind.value} “{card.id}”" for card in cards) or "none"


def _check_file(card: ModelCard) -> None:
    if not card.path.is_file():
        raise WeightsMissingError(what=f"The weight file “{card.file}”")
    if hashlib.sha256(card.path.read_bytes()).hexdigest() != card.sha256:
        raise WeightsDamagedError(file=card.file, reason="its checksum differs")


def _resources() -> Finding:
    samples = list((resources_dir() / "samples").glob("*.*"))
    return ("ok" if samples else "bad"), f"{len(samples)} files among the samples"


def _window() -> Finding:
    importlib.import_module("PySide6.QtWidgets")
    return "ok", f"PySide6 {importlib.metadata.version('PySide6-Essentials')}"


def _camera() -> Finding:
    try:
        importlib.import_module("PySide6.QtMultimedia")
    except ImportError as error:
        return "note", f"cameras have no names, OpenCV opens them by number ({error})"
    return "ok", "QtMultimedia"


def _perceptual() -> Finding:
    import torch

    from avatarstudio.inversion.lpips_trunk import find_lpips

    found = find_lpips(torch.device("cpu"))
    return "ok", f"in use: {found.name if found else 'the bundled net'}"


_CHECKS: dict[str, Callable[[], Finding]] = {
    "program": _program,
    "pytorch": _pytorch,
    "faces": _faces,
    "weights": _weights,
    "own models": _own_models,
    "resources": _resources,
    "window": _window,
    "camera": _camera,
    "perceptual": _perceptual,
}
