"""The kept runs: a table, their curves, and what a person can do with them.

Columns, actions and curves know nothing of widgets.
"""

from gui.runs.controller import RunsController
from gui.runs.edits import RunEdits
from gui.runs.network_actions import RunNetworksController
from gui.runs.panel import RunsPanel

__all__ = ["RunEdits", "RunNetworksController", "RunsController", "RunsPanel"]
