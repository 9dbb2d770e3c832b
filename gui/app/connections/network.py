"""What follows from opening, saving and training networks."""

from gui.app.window_parts import WindowParts


def connect_network(window: WindowParts) -> None:
    window.session.network_changed.connect(window.networks.lend)
    window.session.trained.connect(window.networks.keep_trained)
    window.dialogs.said.connect(window.say)
    window.dialogs.failed.connect(window.show_problem)
