"""The commands and their options; nothing here imports torch, OpenCV or Qt."""

from __future__ import annotations

import argparse
from pathlib import Path

from avatarstudio import __version__

COMMANDS = (
    "create",
    "batch",
    "align",
    "invert",
    "render",
    "styles",
    "import-checkpoint",
    "doctor",
)
QUALITIES = ("instant", "fast", "thesis", "fidelity")


def build_parser() -> argparse.ArgumentParser:
    """The parser of `avatarstudio`."""
    parser = argparse.ArgumentParser(
        prog="avatarstudio",
        description="Anime avatars of a person from one photo, offline.",
        epilog="Without a command, a window opens; a photo may follow: avatarstudio [PHOTO].",
    )
    parser.add_argument("--version", action="version", version=f"avatarstudio {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    create = commands.add_parser("create", help="a photo in, avatars out")
    create.add_argument("photo", type=Path)
    create.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.png")
    _add_avatar(create)
    _add_face(create, "which face, counted from the left")

    batch = commands.add_parser(
        "batch",
        help="a folder of photos in, avatars out",
        description="Make avatars of all photos of a folder and its subfolders, each named after "
        "its photo. Called again with the same options, it makes what is not there yet.",
        epilog="A photo that cannot be used stops nothing; the exit code is then that of the first "
        "such photo.",
    )
    batch.add_argument("photos", type=Path, metavar="IN_DIR")
    batch.add_argument("output", type=Path, metavar="OUT_DIR", help="made if need be")
    _add_avatar(batch)
    _add_face(
        batch,
        "the one face to take of each photo, counted from the left (default: an avatar of each "
        "face: NAME-face1.png, NAME-face2.png, … where there are several)",
    )
    batch.add_argument(
        "--workers",
        type=_positive,
        default=1,
        metavar="N",
        help="photos at the same time, each with about 1 GB of memory (default: 1)",
    )
    batch.add_argument(
        "--engine",
        choices=("local", "ray"),
        default="local",
        help="where the workers are: on this computer, or in the Ray cluster that it belongs to, "
        "whose computers must all see IN_DIR (default: local)",
    )

    align = commands.add_parser("align", help="cut the portrait out of a photo")
    align.add_argument("photo", type=Path)
    align.add_argument("-o", "--output", type=Path, required=True, metavar="PORTRAIT.png")
    _add_face(align, "which face, counted from the left")
    _add_json(align)

    invert = commands.add_parser("invert", help="find the latents of a portrait")
    invert.add_argument("portrait", type=Path)
    invert.add_argument("-o", "--output", type=Path, required=True, metavar="LATENT.safetensors")
    _add_quality(invert)
    invert.add_argument(
        "--generator",
        metavar="ID",
        help="a style, for the cross-domain way (default: the first), or a human generator, for "
        "z1 alone",
    )
    invert.add_argument("--seed", type=_natural, default=0)
    _add_device(invert)
    _add_json(invert)

    render = commands.add_parser("render", help="render latents by a recipe")
    render.add_argument("latent", type=Path)
    render.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.png")
    render.add_argument("--recipe", type=Path, metavar="FILE.json")
    _add_picture(render)
    _add_device(render)
    _add_json(render)

    styles = commands.add_parser("styles", help="list the styles")
    _add_json(styles)

    bring = commands.add_parser(
        "import-checkpoint",
        help="bring a StyleGAN2 generator of your own",
        description="Convert NVIDIA's .pkl (stylegan2-ada-pytorch, or StyleGAN2 of stylegan3) or "
        "rosinality's .pt into a generator or style of yours. Nothing in the file is executed.",
    )
    bring.add_argument("checkpoint", type=Path, metavar="FILE")
    bring.add_argument("--id", required=True, help="small letters, digits and hyphens")
    bring.add_argument("--title", help="name for people (default: from the id)")
    bring.add_argument(
        "--base",
        metavar="ID",
        help="the generator that the file was fine-tuned from: import it as a style over that one",
    )
    _add_json(bring)

    doctor = commands.add_parser("doctor", help="check this installation")
    _add_json(doctor)
    return parser


def _add_avatar(parser: argparse.ArgumentParser) -> None:
    """Add what says which avatars to make of a photo, and how to say what was made."""
    parser.add_argument("--style", metavar="ID", help="see `avatarstudio styles`")
    _add_quality(parser)
    parser.add_argument("--seed", type=_natural, default=0, help="randomness (default: 0)")
    parser.add_argument(
        "--variants",
        type=_positive,
        default=1,
        metavar="N",
        help="avatars of a face: NAME.png, NAME-02.png, … (default: 1)",
    )
    for name, words in (
        ("glasses", "draw glasses where the photo has them"),
        ("mouth", "draw a mouth that is at rest, smiles, laughs or is open like the photo's"),
        ("short-hair", "cut hair short where it is in the photo"),
        ("beard", "draw a beard where the photo has one"),
        ("face-shape", "draw smaller eyes and a stronger jaw for a man's face"),
    ):
        parser.add_argument(
            f"--{name}",
            action=argparse.BooleanOptionalAction,
            default=True,
            help=f"{words} (default: yes)",
        )
    _add_picture(parser)
    _add_device(parser)
    _add_json(parser)


def _add_quality(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quality", choices=QUALITIES, default="fast", help="default: fast")


def _add_picture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", type=_size, default=256, metavar="PX", help="default: 256")
    parser.add_argument(
        "--background", default="photo", metavar="photo|transparent|#rrggbb", help="default: photo"
    )


def _add_face(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--face", type=_positive, metavar="N", help=words)


def _add_device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--device", default="auto", metavar="auto|cpu|cuda|mps", help="default: auto"
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _positive(text: str) -> int:
    return _bounded(text, 1, 10_000)


def _natural(text: str) -> int:
    return _bounded(text, 0, 2**32 - 1)


def _size(text: str) -> int:
    return _bounded(text, 32, 2048)


def _bounded(text: str, lowest: int, highest: int) -> int:
    try:
        value = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a whole number: {text}") from None
    if not lowest <= value <= highest:
        raise argparse.ArgumentTypeError(f"not between {lowest} and {highest}: {text}")
    return value
