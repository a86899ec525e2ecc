"""What the program remembers of a person's habits."""

from __future__ import annotations

import enum
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Self

from PySide6.QtCore import QObject, Signal

from avatarstudio.core.errors import ExportError
from avatarstudio.core.files import write_atomically
from avatarstudio.inversion.config import Quality

log = logging.getLogger(__name__)

PREFERENCES_VERSION = 1
_KEPT_RECENTS = 8


class Theme(enum.StrEnum):
    """Which colours the window wears."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Preferences:
    """A person's choices.

    Attributes:
        theme: The window's colours.
        language: Suffix of the catalog that the window speaks from, or None for the system's.
        device: Name of the device as `nets.device` takes it.
        quality: How hard an inversion tries.
        style: Id of the style, or None for the first one.
        recents: Files that were opened, the newest first.
        step_seconds: Measured seconds of one generator evaluation, by device.
        live_avatar: Whether an avatar is drawn beside the camera's picture; None where it is quick.
    """

    theme: Theme = Theme.SYSTEM
    language: str | None = None
    device: str = "auto"
    quality: Quality = Quality.FAST
    style: str | None = None
    recents: tuple[str, ...] = ()
    step_seconds: tuple[tuple[str, float], ...] = ()
    live_avatar: bool | None = None

    def to_json(self) -> str:
        """The choices as a JSON object."""
        return json.dumps({"version": PREFERENCES_VERSION, **asdict(self)}, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read choices.

        Names of other versions are passed over, so that an older program can read a newer file.

        Raises:
            ValueError: It is no object, or a value is impossible.
        """
        values = json.loads(text)
        if not isinstance(values, Mapping):
            raise ValueError("no preferences")
        known = {f.name: values[f.name] for f in fields(cls) if f.name in values}
        return cls(**{name: _read(name, value) for name, value in known.items()})

    def with_recent(self, path: Path) -> Self:
        """The same with a file as the newest."""
        others = [name for name in self.recents if name != str(path)]
        return replace(self, recents=(str(path), *others)[:_KEPT_RECENTS])

    def without_recent(self, path: Path) -> Self:
        """The same with a file forgotten."""
        return replace(self, recents=tuple(name for name in self.recents if name != str(path)))

    def with_step_seconds(self, device: str, seconds: float) -> Self:
        """The same with a newer measurement."""
        measured = dict(self.step_seconds) | {device: seconds}
        return replace(self, step_seconds=tuple(sorted(measured.items())))


def _read(name: str, value: Any) -> Any:
    """One value, checked."""
    if name == "theme":
        return Theme(value)
    if name == "quality":
        return Quality(value)
    if name == "recents":
        return tuple(str(item) for item in value)
    if name == "step_seconds":
        return tuple((str(device), float(seconds)) for device, seconds in value)
    if name == "live_avatar":
        return None if value is None else bool(value)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is no text: {value!r}")
    return value


class PreferenceStore(QObject):
    """The preferences in force; every change is kept at once."""

    changed = Signal()

    def __init__(self, path: Path | None, parent: QObject | None = None) -> None:
        """Read them.

        Args:
            path: The file; None keeps nothing.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._path = path
        self.value = self._load()

    def change(self, value: Preferences) -> None:
        """Make other preferences the ones in force, and keep them."""
        if value == self.value:
            return
        self.value = value
        self._save()
        self.changed.emit()

    def _load(self) -> Preferences:
        if self._path is None or not self._path.is_file():
            return Preferences()
        try:
            return Preferences.from_json(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError) as error:
            log.warning("the preferences cannot be read, starting with none: %s", error)
            return Preferences()

    def _save(self) -> None:
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, self.value.to_json().encode())
        except (ExportError, OSError) as error:
            # Nobody should be stopped by this; the choice still holds until the end.
            log.warning("the preferences cannot be kept: %s", type(error).__name__)
