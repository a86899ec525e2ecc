"""Words that more than one place uses."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication


def without_key(label: str) -> str:
    """A label without the mark of its key: “&Size” is “Size”, and “サイズ(&Z)” is “サイズ”."""
    return re.sub(r"\(&\w\)|&", "", label)


def device_words(device: str) -> str:
    """A device as a person knows it.

    Args:
        device: As `pipeline.device_name` calls it.
    """
    if device == "cpu":
        return QCoreApplication.translate("words", "processor")
    if device == "mps":
        return QCoreApplication.translate("words", "graphics of the Mac")
    return device.removeprefix("cuda (").removesuffix(")")
