"""Every error has its own sentence and one next step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from avatarstudio.core.errors import AvatarStudioError, PhotoUnreadableError
from avatarstudio.studio.values import Notice, NoticeKind
from avatarstudio.ui.messages import explain, explain_notice


def below(kind: type[AvatarStudioError]) -> Iterator[type[AvatarStudioError]]:
    for child in kind.__subclasses__():
        # The training toolkit has no window; its errors speak on the command line only.
        if child.__module__.startswith("avatarstudio.") and ".training." not in child.__module__:
            yield child
            yield from below(child)


@pytest.mark.parametrize("kind", sorted(below(AvatarStudioError), key=lambda k: k.__name__))
def test_each_error_has_a_branch_of_its_own(kind: type[AvatarStudioError]) -> None:
    assert kind in explain.registry


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
