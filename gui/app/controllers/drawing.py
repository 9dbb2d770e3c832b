"""The controllers of the canvas and of the answer beside it."""

from gui.app.window_parts import WindowParts
from gui.canvas import DrawingController, ResultController


class DrawingControllers:
    """What a person draws, and what the network makes of it."""

    def __init__(self, window: WindowParts) -> None:
        self.drawing = DrawingController(
            window.canvas,
            window.prediction,
            window.canvas_heading,
            networks=window.networks,
            session=window.session,
            loader=window.loader,
        )
        self.result = ResultController(window.result, networks=window.networks, session=window.session)
