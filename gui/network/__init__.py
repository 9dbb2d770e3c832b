"""The network that reads the drawing, and the dialogs that open and save it.

Several features share this state.
"""

from gui.network.dialogs import NetworkDialogs
from gui.network.offers import RESUME
from gui.network.present import NamedFile, Networks

__all__ = ["RESUME", "NamedFile", "NetworkDialogs", "Networks"]
