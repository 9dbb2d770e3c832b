from .controller import DataWiring as DataWiring
from .offer import DataOffer as DataOffer
from .panel import DataPanel as DataPanel
