"""The images that the network learns from: their pixels, and the offer to get a missing data set.

Downloads run in the background.
"""

from gui.data.controller import DataController
from gui.data.images_controller import ImagesController
from gui.data.offer import DataOffer
from gui.data.panel import DataPanel

__all__ = ["DataController", "DataOffer", "DataPanel", "ImagesController"]
