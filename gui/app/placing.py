"""Places the window so that all of it, with the window manager's frame, is on the screen."""

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QWidget

SIZE = QSize(1180, 720)
FRAME = QSize(16, 48)
"""Logical pixels kept free for the frame: how large it is shows only when the window is on the screen."""


def begin(window: QWidget) -> None:
    """Give a window its usual size, or the whole screen where that does not fit."""
    free = room(window)
    window.resize(SIZE.boundedTo(free))
    if SIZE.boundedTo(free) != SIZE:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def take(window: QWidget, size: QSize) -> None:
    """Give a window this size, whatever the screen, also if it would begin maximised."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMaximized)
    window.resize(size)


def restore(window: QWidget, kept: QByteArray) -> None:
    """Restore a place that `saveGeometry` gave, perhaps on a larger screen than the present one."""
    if not window.restoreGeometry(kept) or window.isMaximized() or window.isFullScreen():
        return
    # Qt has moved it to a screen that is there, but leaves too little room for most frames.
    available, place = window.screen().availableGeometry(), window.geometry()
    window.resize(place.size().boundedTo(room(window)))
    place.setSize(window.size())
    place.moveRight(min(place.right(), available.right()))
    place.moveBottom(min(place.bottom(), available.bottom()))
    place.moveLeft(max(place.left(), available.left()))
    place.moveTop(max(place.top(), available.top()))
    if place != window.geometry():
        window.setGeometry(place)


def room(window: QWidget) -> QSize:
    """The largest size, in logical pixels, at which a window and its frame fit on the screen that it is on."""
    return window.screen().availableSize() - FRAME
