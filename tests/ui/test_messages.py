"""Every error has its own sentence and one next step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from avatarstudio.capture.photo import MAX_PIXELS
from avatarstudio.core.errors import (
    AvatarStudioError,
    CameraLostError,
    FaceChoiceError,
    PhotoUnreadableError,
    UnknownModelError,
)
from avatarstudio.studio.values import Notice, NoticeKind
from avatarstudio.ui.messages import _REASONS, EXPLANATIONS, explain, explain_notice
from tests.conftest import CHECKOUT


def below(kind: type[AvatarStudioError]) -> Iterator[type[AvatarStudioError]]:
    for child in kind.__subclasses__():
        # The training toolkit has no window; its errors speak on the command line only.
        if child.__module__.startswith("avatarstudio.") and ".training." not in child.__module__:
            yield child
            yield from below(child)


@pytest.mark.parametrize("kind", sorted(below(AvatarStudioError), key=lambda k: k.__name__))
def test_each_error_has_a_branch_of_its_own(kind: type[AvatarStudioError]) -> None:
    assert kind in EXPLANATIONS


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UnknownModelError(kind="style", model_id="ink", known=()), "“ink”"),
        (FaceChoiceError(chosen=7, count=2), "number 7"),
        (CameraLostError(title="Cam {0}"), "“Cam {0}”"),
        (PhotoUnreadableError(path=Path("a.jpg"), reason="it is empty"), "“a.jpg”"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_sentence_names_what_it_is_about(error: AvatarStudioError, words: str) -> None:
    assert words in explain(error).title


def test_a_kind_without_words_of_its_own_gets_those_of_its_parent() -> None:
    class StrangeCameraError(CameraLostError):
        pass

    error = StrangeCameraError(title="Cam")
    assert explain(error) == explain(CameraLostError(title="Cam"))


@pytest.mark.parametrize(
    "module", ["capture/photo", "core/files", "studio/work_file", "avatars/encode"]
)
def test_each_reason_that_code_gives_can_be_translated(module: str) -> None:
    source = (CHECKOUT / "avatarstudio" / f"{module}.py").read_text(encoding="utf-8")
    given = set(re.findall(r'"((?:it|its|you|the|there|files|a) [^"]+)"[,\n) ]', source))
    given = {reason.replace("{MAX_PIXELS // 1_000_000}", "120") for reason in given}
    assert MAX_PIXELS == 120_000_000
    assert given
    assert given <= set(map(str, _REASONS))


def test_a_fault_of_the_program_is_owned_up_to() -> None:
    explanation = explain(ZeroDivisionError("division by zero"))
    assert "ZeroDivisionError" in explanation.title
    assert "division by zero" not in explanation.title + explanation.advice


def test_a_name_with_braces_is_shown_as_it_is() -> None:
    error = PhotoUnreadableError(path=Path("{name}{0}.jpg"), reason="it is empty")
    assert explain(error).title == "“{name}{0}.jpg” cannot be used: it is empty."


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_each_notice_has_words(kind: NoticeKind) -> None:
    explanation = explain_notice(Notice(kind, name="x.avatar"))
    assert explanation.title.endswith(".")
    assert explanation.advice.endswith(".")
