from .controller import DrawingWiring as DrawingWiring
from .draw_canvas import DrawCanvas as DrawCanvas
from .drawing import Point as Point
from .drawing import Stroke as Stroke
from .prediction_view import PredictionView as PredictionView
from .result_card import ResultCard as ResultCard
from .stroke_painting import round_pen as round_pen
from .stroke_painting import stroke_path as stroke_path
