from .controller import RunsWiring as RunsWiring
from .network_actions import NamedFile as NamedFile
from .network_actions import RunNetworksWiring as RunNetworksWiring
from .panel import RunsPanel as RunsPanel
