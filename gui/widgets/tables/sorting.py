"""Columns that must not be sorted by: a click on the header of one sorts by another column."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QHeaderView

Order = Qt.SortOrder
OTHER = {Order.AscendingOrder: Order.DescendingOrder, Order.DescendingOrder: Order.AscendingOrder}


class Sortable(Protocol):
    """The part of a column that is needed here."""

    @property
    def title(self) -> str: ...

    @property
    def sorts_by(self) -> str: ...


def sorted_instead(columns: Sequence[Sortable]) -> dict[int, int]:
    """By the index of each column that must not be sorted by, the index of the column that is used instead."""
    places = {column.title: place for place, column in enumerate(columns)}
    return {place: places[column.sorts_by] for place, column in enumerate(columns) if column.sorts_by}


class SortsByAnother(QObject):
    """Moves a header's sort indicator from such a column to the other one; a second click reverses the order.

    Create it after the view's sorting has been enabled: the view must handle a click first.
    """

    def __init__(self, header: QHeaderView, instead: Mapping[int, int]) -> None:
        super().__init__(header)
        self._header, self._instead = header, instead
        self._before = (header.sortIndicatorSection(), header.sortIndicatorOrder())
        header.sortIndicatorChanged.connect(self._follow)

    @Slot(int, Qt.SortOrder)
    def _follow(self, column: int, order: Order) -> None:
        wanted = self._instead.get(column)
        if wanted is None:
            self._before = (column, order)
            return
        sorted_by, last = self._before
        self._header.setSortIndicator(wanted, OTHER[last] if sorted_by == wanted else order)
