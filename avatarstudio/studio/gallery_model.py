"""The wall of variants as Qt's views read it."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QImage

from avatarstudio.studio.qimages import to_qimage
from avatarstudio.studio.values import Tile

_Index = QModelIndex | QPersistentModelIndex


class GalleryRole(enum.IntEnum):
    """What a view can ask of a tile beside Qt's own roles."""

    TILE = Qt.ItemDataRole.UserRole + 1
    STARRED = Qt.ItemDataRole.UserRole + 2


class GalleryModel(QAbstractListModel):
    """Tiles in the order of their making; changed by the `Wall` only.

    `DecorationRole` gives the full picture as a `QImage`, made when it is first asked for and
    kept; delegates scale it for the screen.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[Tile] = []
        self._rows: dict[int, int] = {}
        self._images: dict[int, QImage] = {}

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """All tiles."""
        return tuple(self._tiles)

    def tile(self, tile_id: int) -> Tile | None:
        """The tile of that id, or None."""
        row = self._rows.get(tile_id)
        return None if row is None else self._tiles[row]

    def index_of(self, tile_id: int) -> QModelIndex:
        """Where a tile stands; an invalid index if it is not there."""
        row = self._rows.get(tile_id)
        return QModelIndex() if row is None else self.index(row)

    def append(self, tile: Tile) -> None:
        """Hang a tile at the end."""
        row = len(self._tiles)
        self.beginInsertRows(QModelIndex(), row, row)
        self._tiles.append(tile)
        self._rows[tile.id] = row
        self.endInsertRows()

    def update(self, tile: Tile) -> None:
        """Replace the tile of the same id."""
        row = self._rows[tile.id]
        if self._tiles[row].picture is not tile.picture:
            self._images.pop(tile.id, None)
        self._tiles[row] = tile
        self.dataChanged.emit(self.index(row), self.index(row))

    def set_starred(self, tile_id: int, *, starred: bool) -> None:
        """Mark a tile or take the mark off."""
        row = self._rows[tile_id]
        self.update(replace(self._tiles[row], starred=starred))

    def reset(self, tiles: Sequence[Tile] = ()) -> None:
        """Take everything down and hang these."""
        self.beginResetModel()
        self._tiles = list(tiles)
        self._rows = {tile.id: row for row, tile in enumerate(self._tiles)}
        self._images = {}
        self.endResetModel()

    # Qt's own names from here on.

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        """How many tiles there are."""
        return 0 if parent.isValid() else len(self._tiles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a view asks of a tile."""
        if not index.isValid():
            return None
        tile = self._tiles[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return self._image(tile)
        if role == GalleryRole.TILE:
            return tile
        if role == GalleryRole.STARRED:
            return tile.starred
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._describe(tile, index.row())
        return None

    def _image(self, tile: Tile) -> QImage:
        if tile.id not in self._images:
            self._images[tile.id] = to_qimage(tile.picture)
        return self._images[tile.id]

    def _describe(self, tile: Tile, row: int) -> str:
        name = self.tr("Avatar {number} of {count}").format(number=row + 1, count=len(self._tiles))
        if tile.recipe.mix_seed is not None:
            name = self.tr("{name}, seed {seed}").format(name=name, seed=tile.recipe.mix_seed)
        return self.tr("{name}, starred").format(name=name) if tile.starred else name


class StarFilter(QSortFilterProxyModel):
    """All tiles, or those with a star."""

    def __init__(self, source: GalleryModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._starred_only = False
        self.setSourceModel(source)

    @property
    def starred_only(self) -> bool:
        """Whether tiles without a star are hidden."""
        return self._starred_only

    def set_starred_only(self, *, starred_only: bool) -> None:
        """Hide tiles without a star, or show them again."""
        self._starred_only = starred_only
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: _Index) -> bool:  # noqa: N802
        """Whether a tile is shown."""
        if not self._starred_only:
            return True
        index = self.sourceModel().index(source_row, 0, source_parent)
        return bool(index.data(GalleryRole.STARRED))
