"""Columns of a table that are not sorted by themselves: a click at one of them sorts by another one."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QHeaderView

Order = Qt.SortOrder
OTHER = {Order.AscendingOrder: Order.DescendingOrder, Order.DescendingOrder: Order.AscendingOrder}


class Sortable(Protocol):
    """What of a column is needed here."""

    @property
    def title(self) -> str: ...

    @property
    def sorts_by(self) -> str: ...


def sorted_instead(columns: Sequence[Sortable]) -> dict[int, int]:
    """The places of the columns that are not sorted by, and which one is in place of each."""
    places = {column.title: place for place, column in enumerate(columns)}
    return {place: places[column.sorts_by] for place, column in enumerate(columns) if column.sorts_by}


class SortsByAnother(QObject):
    """Moves the mark of a header's sorted column on to the column that is sorted by; a second click turns it round.

    To be made after the view's sorting is enabled: the view's own answer to a click comes first.
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
