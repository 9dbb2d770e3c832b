"""The window itself: its parts, layout, menus, start and end, and what connects the features.

Only this room knows all features.
"""

from gui.app.main_window import MainWindow
from gui.app.process.startup import application, run
from gui.app.process.system_check import has_display, missing_packages
from gui.app.remembered import Remembered
from gui.app.window_parts import WindowParts

__all__ = ["MainWindow", "Remembered", "WindowParts", "application", "has_display", "missing_packages", "run"]
