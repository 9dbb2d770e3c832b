from .controller import RunsController as RunsController
from .edits import RunEdits as RunEdits
from .network_actions import RunNetworksController as RunNetworksController
from .panel import RunsPanel as RunsPanel
