"""What follows from other settings in the form, and from the life of a run."""

from functools import partial

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_training(window: WindowParts, controllers: Controllers) -> None:
    training = controllers.training
    for controller in (
        controllers.data,
        controllers.runs,
        controllers.images,
        controllers.learning_rate,
        controllers.sweep.plan,
    ):
        window.form.changed.connect(controller.follow_settings)
    window.note.rate_wanted.connect(controllers.learning_rate.find_rate_instead)
    training.begun.connect(controllers.hardware.give_way)
    training.begun.connect(controllers.compression.give_way)
    training.begun.connect(window.measuring.cancel)
    # The run reads the file.
    training.begun.connect(window.teaching.settle)
    training.begun.connect(partial(window.pages.show_page, window.chart_page))
    training.begun.connect(controllers.result.show_training)
    training.begun.connect(partial(controllers.guide.happened, "begun"))
    training.begun.connect(window.remembered.keep)
    for name in ("hold", "stop", "discard"):
        training.going_on_changed.connect(window.commands[name].setEnabled)
    # The network in training is the one that reads; another one would be seen for a blink.
    training.going_on_changed.connect(window.commands["open"].setDisabled)
    window.session.trained.connect(window.runs_panel.select_trained)
    training.ended.connect(controllers.result.show_kept)
    training.ended.connect(partial(controllers.guide.happened, "ended"))
    training.ended.connect(controllers.hardware.run_ended)
    training.ended.connect(controllers.compression.training_ended)
    training.stop_trying_asked.connect(controllers.sweep.cancel)
    training.runs_changed.connect(controllers.runs.refresh_soon)
    training.discarded.connect(controllers.run_edits.remember_deleted)
    training.bring_back_asked.connect(controllers.run_edits.bring_back)
