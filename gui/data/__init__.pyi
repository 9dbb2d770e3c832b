from .controller import DataController as DataController
from .images_controller import ImagesController as ImagesController
from .offer import DataOffer as DataOffer
from .panel import DataPanel as DataPanel
