"""The controllers of the pages that look into a network."""

from gui.app.window_parts import WindowParts
from gui.inside import InsideController
from gui.mistakes import MistakesController


class InspectionControllers:
    """What a network gets wrong, and what goes on inside it."""

    def __init__(self, window: WindowParts) -> None:
        self.mistakes = MistakesController(
            window.mistakes_panel,
            networks=window.networks,
            drawing=window.canvas.hasFocus,
            learning=lambda: window.session.running,
            new_background=window.new_background,
            say=window.say,
        )
        self.inside = InsideController(
            window.inside,
            networks=window.networks,
            session=window.session,
            strokes=lambda: window.canvas.drawing.strokes,
            pen_down=lambda: window.canvas.pen_down,
            new_background=window.new_background,
            say=window.say,
            show_problem=window.show_problem,
        )
