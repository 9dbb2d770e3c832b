"""What follows from compressing a network, and from the actions on its rows."""

from functools import partial

from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts


def connect_compression(window: WindowParts, controllers: Controllers) -> None:
    compression, rows = controllers.compression, controllers.compressed_rows
    compression.page_asked.connect(partial(window.pages.show_page, window.compress_panel))
    compression.job_begun.connect(window.measuring.cancel)
    compression.stop_training_asked.connect(controllers.training.stop_and_then)
    rows.draw_asked.connect(controllers.run_networks.draw_with_files)
    rows.export_asked.connect(controllers.run_networks.ask_where_to_export)
    rows.kept.connect(controllers.runs.refresh)
    compression.doing.connect(window.status.show_job)
