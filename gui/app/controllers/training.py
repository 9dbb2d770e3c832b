"""The controllers of a training, of its images, and of the search for its learning rate."""

from collections.abc import Callable

from gui.app.hindrances import MEASURING, TRYING, first_of
from gui.app.window_parts import WindowParts
from gui.data import DataController, ImagesController
from gui.learning_rate import LearningRateController
from gui.my_digits import MyDigitsController
from gui.training import KeptCurve, RunDisplay, TrainingController, UnsavedNetwork


class TrainingControllers:
    """How a network learns, also from a person's own digits. `trying` says whether several are being trained."""

    def __init__(self, window: WindowParts, *, trying: Callable[[], bool]) -> None:
        display = RunDisplay(window.chart, window.note, window.time_bar, window.status)
        self.kept_curve = KeptCurve(
            display, networks=window.networks, session=window.session, background=window.new_background()
        )
        self.training = TrainingController(
            window.player,
            window.form,
            display,
            window.message,
            session=window.session,
            networks=window.networks,
            unsaved=UnsavedNetwork(
                window.message,
                session=window.session,
                dialogs=window.dialogs,
                show_problem=window.show_problem,
            ),
        )
        self.my_digits = MyDigitsController(
            window.my_digits,
            window.teach_row,
            window.message,
            teaching=window.teaching,
            counting=window.counting,
            dialogs=window.digit_dialogs,
            networks=window.networks,
            session=window.session,
            hindrance=first_of((trying, TRYING)),
        )
        self.data = DataController(
            window.data_offer, settings=window.settings, new_background=window.new_background, say=window.say
        )
        self.images = ImagesController(
            window.data_panel,
            settings=window.settings,
            digits=lambda: window.teaching.digits,
            loader=window.loader,
            new_background=window.new_background,
        )
        self.learning_rate = LearningRateController(
            window.rate_panel,
            settings=window.settings,
            refused=window.form.go_to_refused,
            session=window.session,
            hindrance=first_of((lambda: window.measuring.running, MEASURING), (trying, TRYING)),
            message=window.message,
            new_background=window.new_background,
        )
