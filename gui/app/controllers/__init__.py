"""Creates the controller of each feature with its own views and the services that all features share.

One file for each group of features.
"""

from gui.app.controllers.drawing import DrawingControllers
from gui.app.controllers.inspection import InspectionControllers
from gui.app.controllers.lab import LabControllers
from gui.app.controllers.runs import RunControllers
from gui.app.controllers.training import TrainingControllers
from gui.app.menus import key_table
from gui.app.window_parts import WindowParts
from gui.help import GuideController, HelpController


class Controllers(DrawingControllers, TrainingControllers, RunControllers, LabControllers, InspectionControllers):
    """The controllers by feature. `gui.app.connections` connects their signals to other features."""

    def __init__(self, window: WindowParts) -> None:
        DrawingControllers.__init__(self, window)
        self.help = HelpController(window, key_table(), scheme=window.scheme, message=window.message)
        self.guide = GuideController(window.guide, networks=window.networks)
        TrainingControllers.__init__(self, window, trying=self.trying)
        RunControllers.__init__(self, window, last_run=lambda: self.training.folder)
        LabControllers.__init__(self, window)
        InspectionControllers.__init__(self, window)
