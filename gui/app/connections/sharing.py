"""What follows from files, experiments and packed runs that come into the window or leave it."""

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_sharing(window: WindowParts, controllers: Controllers) -> None:
    files, experiments = controllers.files, controllers.experiments
    controllers.drops.dropped.connect(files.bring)
    files.picture_read.connect(window.canvas.show_image)
    files.drawings_brought.connect(window.teaching.import_file)
    files.network_brought.connect(window.dialogs.open_file)
    files.experiment_brought.connect(experiments.take)
    files.run_opened.connect(controllers.runs.refresh)
    files.run_opened.connect(window.runs_panel.select)
    files.draw_asked.connect(controllers.run_networks.draw_with)
    experiments.settings_chosen.connect(window.form.show_values)
    controllers.training.ended.connect(experiments.run_ended)
    window.runs_panel.pack_asked.connect(files.ask_where_to_pack)
    window.runs_panel.experiment_asked.connect(experiments.copy_run)
