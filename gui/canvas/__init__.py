"""The canvas, and how the networks read what is drawn on it.

The drawing itself is a model without widgets.
"""

from gui.canvas.controller import DrawingController
from gui.canvas.draw_canvas import DrawCanvas
from gui.canvas.drawing import Point, Stroke
from gui.canvas.example_digits import digits
from gui.canvas.prediction_view import PredictionView
from gui.canvas.result_card import ResultCard
from gui.canvas.result_controller import ResultController

__all__ = [
    "DrawCanvas",
    "DrawingController",
    "Point",
    "PredictionView",
    "ResultCard",
    "ResultController",
    "Stroke",
    "digits",
]
