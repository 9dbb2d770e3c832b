"""Imports Qt in a way that keeps later imports fast. This file imports nothing of Qt by itself."""

import builtins


def import_qt() -> None:
    """Import Qt first, and take back Python's own `__import__`, which PySide6 replaces.

    PySide6's reads the source of every module that is imported after it, and keeps it in memory, only to find out
    whether the module may choose snake_case names for Qt's. No module here does. Call it before anything imports Qt.
    """
    own = builtins.__import__
    import PySide6.QtCore  # noqa: F401 - the import itself replaces it

    builtins.__import__ = own
