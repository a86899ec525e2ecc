from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn

from avatarstudio.core.errors import (
    CheckpointMismatchError,
    StyleBaseError,
    UnknownModelError,
    WeightsDamagedError,
    WeightsMissingError,
)
from avatarstudio.nets.catalog import Catalog, ModelCard, ModelKind, read_embedded_card
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import EncoderSpec, FeatureSpec, GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.surgery import tuned_tensors
from avatarstudio.nets.weights import (
    load_encoder,
    load_feature_net,
    load_generator,
    load_style,
    save_model,
    write_manifest,
)

SPEC = GeneratorSpec(
    resolution=16, z_dim=8, w_dim=8, mapping_layers=1, channel_base=64, channel_max=8
)
CPU = torch.device("cpu")


def card(folder: Path, kind: ModelKind = ModelKind.GENERATOR, **facts: object) -> ModelCard:
    plain = ModelCard(
        id=kind.value, kind=kind, title="T", file=f"{kind.value}.safetensors", folder=folder
    )
    return replace(plain, **facts)  # type: ignore[arg-type]


@pytest.fixture
def base() -> Generator:
    torch.manual_seed(0)
    return Generator(SPEC)


@pytest.fixture
def base_card(tmp_path: Path, base: Generator) -> ModelCard:
    plain = card(tmp_path, spec=SPEC.to_dict(), training_data=("faces",), metrics={"mse": 0.5})
    return save_model(plain, base.state_dict())


def test_a_generator_comes_back_as_half_precision_keeps_it(
    base: Generator, base_card: ModelCard
) -> None:
    loaded = load_generator(base_card, CPU).state_dict()
    for name, value in base.state_dict().items():
        assert torch.equal(loaded[name], value.half().float()), name


def test_every_other_kind_comes_back_exactly(tmp_path: Path) -> None:
    encoder_spec = EncoderSpec(resolution=16, w_dim=8, channel_base=64, channel_max=8)
    encoder = Encoder(encoder_spec)
    saved = save_model(
        card(tmp_path, ModelKind.ENCODER, spec=encoder_spec.to_dict()),
        encoder.state_dict(),
        dtype=torch.float32,
    )
    assert same_state(load_encoder(saved, CPU), encoder)
    feature_spec = FeatureSpec(resolution=16, blocks=2, channel_base=64, channel_max=8)
    features = FeatureNet(feature_spec)
    saved = save_model(
        card(tmp_path, ModelKind.PERCEPTUAL, spec=feature_spec.to_dict()),
        features.state_dict(),
        dtype=torch.float32,
    )
    assert same_state(load_feature_net(saved, CPU), features)


def same_state(first: nn.Module, second: nn.Module) -> bool:
    one, other = first.state_dict(), second.state_dict()
    return one.keys() == other.keys() and all(torch.equal(one[k], other[k]) for k in one)


def style_card(folder: Path, parent: Generator, **facts: object) -> ModelCard:
    child = copy.deepcopy(parent)
    with torch.no_grad():
        child.synthesis.block(2).to_rgb.bias.add_(1.0)
    plain = card(folder, ModelKind.STYLE, tuned_blocks=1, **facts)
    return save_model(plain, tuned_tensors(parent, child, blocks=1), dtype=torch.float32)


def test_a_style_loads_over_its_base_only(
    tmp_path: Path, base: Generator, base_card: ModelCard
) -> None:
    generator = load_generator(base_card, CPU)
    fitting = style_card(tmp_path, base, base=base_card.id, base_sha256=base_card.sha256)
    style = load_style(fitting, base=generator, base_card=base_card, device=CPU)
    shift = style.use(1).synthesis.block(2).to_rgb.bias - generator.synthesis.block(2).to_rgb.bias
    torch.testing.assert_close(shift, torch.ones(3))
    stranger = replace(fitting, base_sha256="0" * 64)
    with pytest.raises(StyleBaseError, match="another base"):
        load_style(stranger, base=generator, base_card=base_card, device=CPU)
    with pytest.raises(CheckpointMismatchError):
        load_style(
            replace(fitting, tuned_blocks=2), base=generator, base_card=base_card, device=CPU
        )


def test_one_flipped_bit_is_noticed(base_card: ModelCard) -> None:
    data = bytearray(base_card.path.read_bytes())
    data[-10] ^= 1
    base_card.path.write_bytes(data)
    with pytest.raises(WeightsDamagedError, match="checksum"):
        load_generator(base_card, CPU)


def test_a_file_without_checksum_must_still_parse(base_card: ModelCard) -> None:
    base_card.path.write_bytes(base_card.path.read_bytes()[:-100])
    with pytest.raises(WeightsDamagedError):
        load_generator(replace(base_card, sha256=""), CPU)


def test_a_missing_file_is_named(base_card: ModelCard) -> None:
    base_card.path.unlink()
    with pytest.raises(WeightsMissingError, match=base_card.file):
        load_generator(base_card, CPU)


def test_tensors_must_fit_the_spec(base_card: ModelCard) -> None:
    wider = replace(SPEC, channel_max=16)
    with pytest.raises(CheckpointMismatchError) as caught:
        load_generator(replace(base_card, spec=wider.to_dict()), CPU)
    assert caught.value.missing
    deeper = replace(SPEC, mapping_layers=2)
    with pytest.raises(CheckpointMismatchError):
        load_generator(replace(base_card, spec=deeper.to_dict()), CPU)


def test_the_manifest_gives_the_cards_back(tmp_path: Path, base_card: ModelCard) -> None:
    write_manifest(tmp_path, [base_card])
    assert Catalog.read(tmp_path).cards == (base_card,)


def test_a_file_carries_its_card(base_card: ModelCard) -> None:
    found = read_embedded_card(base_card.path)
    assert replace(found, sha256=base_card.sha256) == base_card


def test_a_persons_broken_style_is_left_out_and_the_rest_loads(
    tmp_path: Path, base: Generator, base_card: ModelCard, caplog: pytest.LogCaptureFixture
) -> None:
    write_manifest(tmp_path, [base_card])
    own = tmp_path / "own"
    style_card(own, base, base=base_card.id, base_sha256=base_card.sha256, id="mine")
    (own / "broken.safetensors").write_bytes(b"\x00\x01")
    (own / "text.safetensors").write_text("these are no weights at all")
    catalog = Catalog.read(tmp_path, user_styles=own)
    assert [c.id for c in catalog.of_kind(ModelKind.STYLE)] == ["mine"]
    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 2, "models": []}', '{"version": 1, "models": [{"id": "x"}]}']
)
def test_a_bad_manifest_is_damaged_weights(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(WeightsDamagedError, match=r"manifest\.json"):
        Catalog.read(tmp_path)


def test_no_manifest_and_unknown_models_have_words(tmp_path: Path, base_card: ModelCard) -> None:
    with pytest.raises(WeightsMissingError):
        Catalog.read(tmp_path / "nowhere")
    catalog = Catalog([base_card])
    with pytest.raises(UnknownModelError, match="generator"):
        catalog.get(ModelKind.GENERATOR, "nobody")
    with pytest.raises(WeightsMissingError, match="style"):
        catalog.first(ModelKind.STYLE)


def test_an_encoder_belongs_to_one_generator_file(tmp_path: Path, base_card: ModelCard) -> None:
    mine = card(tmp_path, ModelKind.ENCODER, base=base_card.id, base_sha256=base_card.sha256)
    assert Catalog([base_card, mine]).for_base(ModelKind.ENCODER, base_card) is mine
    other = replace(base_card, sha256="f" * 64)
    assert Catalog([other, mine]).for_base(ModelKind.ENCODER, other) is None


def test_the_manifest_is_readable_json(tmp_path: Path, base_card: ModelCard) -> None:
    write_manifest(tmp_path, [base_card])
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["version"] == 1
    assert manifest["models"][0]["kind"] == "generator"
