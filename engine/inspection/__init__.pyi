from .mistakes import Mistakes as Mistakes
from .mistakes import mistakes_of as mistakes_of
from .paired import Paired as Paired
from .pen_accuracy import measure_pens as measure_pens
from .seen_images import SeenPage as SeenPage
from .seen_images import Tally as Tally
from .seen_images import page_of as page_of
