"""The fixtures of Qt's tests."""

from tests.qt_support import bench, make_bench, photo_file, quiet_qt, tiny_catalog

__all__ = ["bench", "make_bench", "photo_file", "quiet_qt", "tiny_catalog"]
