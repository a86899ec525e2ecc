"""Settings: applied at once, so there is nothing to confirm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from avatarstudio.studio.preferences import Theme
from avatarstudio.studio.session import Session
from avatarstudio.ui.languages import LANGUAGES
from avatarstudio.ui.theme import GUTTER_PX, UNIT_PX, TextSize, mute, set_text_size
from avatarstudio.ui.widgets.quality_panel import QualityPanel


class SettingsDialog(QDialog):
    """Language, colours, quality and device."""

    def __init__(self, session: Session, log_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = session.preferences
        self._log_folder = log_folder
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(45 * UNIT_PX)
        self.theme = QComboBox()
        for theme, name in (
            (Theme.SYSTEM, self.tr("As the system")),
            (Theme.LIGHT, self.tr("Light")),
            (Theme.DARK, self.tr("Dark")),
        ):
            self.theme.addItem(name, theme)
        self.theme.activated.connect(self._choose_theme)
        self.language = QComboBox()
        self.language.addItem(self.tr("As the system"), None)
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.activated.connect(self._choose_language)
        self._restart = QLabel(self.tr("The window speaks it when you start it again."))
        self._restart.setWordWrap(True)
        mute(self._restart)
        self._restart.hide()
        logs = QPushButton(self.tr("Show the log"))
        logs.clicked.connect(self._show_log)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * UNIT_PX, 3 * UNIT_PX, 3 * UNIT_PX, 3 * UNIT_PX)
        column.setSpacing(UNIT_PX)
        for title, box in (
            (self.tr("&Colours"), self.theme),
            (self.tr("&Language"), self.language),
        ):
            label = QLabel(title)
            set_text_size(label, TextSize.BODY, bold=True)
            label.setBuddy(box)
            column.addWidget(label)
            column.addWidget(box)
            column.addSpacing(UNIT_PX)
        column.addWidget(self._restart)
        column.addWidget(QualityPanel(session))
        column.addSpacing(GUTTER_PX)
        column.addWidget(logs)
        column.addStretch()
        self._store.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        preferences = self._store.value
        self.theme.setCurrentIndex(self.theme.findData(preferences.theme))
        self.language.setCurrentIndex(max(self.language.findData(preferences.language), 0))

    def _choose_theme(self) -> None:
        theme = Theme(self.theme.currentData())
        self._store.change(replace(self._store.value, theme=theme))

    def _choose_language(self) -> None:
        self._store.change(replace(self._store.value, language=self.language.currentData()))
        self._restart.show()

    def _show_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_folder)))
