"""Between pictures of the program and Qt's."""

from __future__ import annotations

import numpy as np
from PIL import Image
from PySide6.QtGui import QColor, QImage, QPainter

from avatarstudio.core.images import RgbImage


def to_qimage(picture: RgbImage) -> QImage:
    """Copy RGB, uint8, (H, W, 3) into a picture that owns its memory."""
    rows = np.ascontiguousarray(picture)
    height, width = rows.shape[:2]
    # The constructor only borrows the array's memory, which may be gone before the picture is.
    return QImage(rows.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def rgba_to_qimage(picture: Image.Image) -> QImage:
    """Copy an RGBA picture of Pillow's into one of Qt's."""
    rows = picture.tobytes()
    width, height = picture.size
    return QImage(rows, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def from_qimage(image: QImage) -> RgbImage:
    """Copy a picture to RGB, uint8, (H, W, 3); transparency shows white, as in `load_photo`."""
    if image.hasAlphaChannel():
        opaque = QImage(image.size(), QImage.Format.Format_RGB32)
        opaque.fill(QColor("white"))
        painter = QPainter(opaque)
        painter.drawImage(0, 0, image)
        painter.end()
        image = opaque
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), dtype=np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()
