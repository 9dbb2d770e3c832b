"""What the window remembers from one time to the next."""

from PySide6.QtWidgets import QSplitter

from engine.settings import recovered
from gui.app import placing
from gui.app.controllers import Controllers
from gui.app.window_parts import WindowParts
from gui.app.zooming import Zooming


def restore_and_follow(window: WindowParts, controllers: Controllers, splitter: QSplitter, zooming: Zooming) -> None:
    """Restore what an earlier window kept, and keep it again when this one closes."""
    follow, follow_bytes = window.remembered.follow, window.remembered.follow_bytes
    follow_bytes("geometry", window.saveGeometry, lambda kept: placing.restore(window, kept))
    follow("zoom", lambda: zooming.percent, zooming.restore)
    follow_bytes("splitter", splitter.saveState, splitter.restoreState)
    runs = window.runs_panel
    header = runs.table.horizontalHeader()
    follow_bytes("runs splitter", runs.splitter.saveState, runs.splitter.restoreState)
    follow_bytes("columns of runs", header.saveState, header.restoreState)
    training = controllers.training
    follow(
        "settings",
        lambda: training.settings_of_person,
        lambda kept: window.form.show_values(recovered(kept).model_dump()),
    )
    editor = controllers.network_editor
    follow("network", lambda: editor.text, editor.restore)
    follow("smaller", window.compress_panel.settings.values, controllers.compression.show_settings)
    follow(
        "cut off",
        lambda: training.cut_off_by_closing,
        lambda name: setattr(controllers.runs, "cut_off_by_closing", name),
    )
    follow("groups", lambda: window.form.unfolded, window.form.unfold)
    chart = window.chart
    # Who has not chosen an axis gets the one that suits the curve.
    follow("log scale", lambda: chart.chosen_log is True, lambda on: chart.set_log_scale(True) if on else None)
    follow("linear scale", lambda: chart.chosen_log is False, lambda on: chart.set_log_scale(False) if on else None)
    follow("guide", lambda: controllers.guide.place, controllers.guide.go_to)
    follow("log", window.commands["log"].isChecked, window.commands["log"].setChecked)
    follow("scheme", lambda: window.scheme.scheme, window.scheme.choose)
