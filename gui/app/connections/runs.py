"""What follows from the actions on a kept run."""

from functools import partial

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts
from gui.training import BRING_BACK


def connect_runs(window: WindowParts, controllers: Controllers) -> None:
    runs, networks = controllers.runs, controllers.run_networks
    runs.listed.connect(controllers.compression.offer_teachers)
    runs.listed.connect(controllers.sweep.follow_runs)
    runs.teachers_changed.connect(partial(window.form.offer, "teacher"))
    runs.settings_chosen.connect(window.form.show_values)
    runs.resume_asked.connect(controllers.training.resume)
    controllers.run_edits.changed.connect(runs.refresh)
    controllers.run_edits.restored.connect(partial(window.status.say, "Ready"))
    controllers.run_edits.discarded_is_back.connect(partial(window.message.withdraw, BRING_BACK))
    networks.mistakes_asked.connect(controllers.mistakes.look_at_mistakes_of)
    networks.both_coloured.connect(window.prediction.colour_both)
    networks.changed.connect(runs.refresh)
