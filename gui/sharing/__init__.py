"""What comes into the window from elsewhere, and what leaves it: files, pasted texts, experiments and packed runs.

Everything is read in the background, and whatever is refused changes nothing.
"""

from gui.sharing.drops import Drops
from gui.sharing.experiments import ExperimentsController
from gui.sharing.files import FilesController

__all__ = ["Drops", "ExperimentsController", "FilesController"]
