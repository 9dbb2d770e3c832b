from .controller import DrawingController as DrawingController
from .draw_canvas import DrawCanvas as DrawCanvas
from .drawing import Point as Point
from .drawing import Stroke as Stroke
from .prediction_view import PredictionView as PredictionView
from .result_card import ResultCard as ResultCard
from .result_controller import ResultController as ResultController
