"""The fixtures of Qt's tests."""

from tests.qt_support import quiet_qt

__all__ = ["quiet_qt"]
