"""Words that more than one place uses."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


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
