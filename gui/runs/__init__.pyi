from .controller import RunsController as RunsController
from .network_actions import RunNetworksController as RunNetworksController
from .panel import RunsPanel as RunsPanel
