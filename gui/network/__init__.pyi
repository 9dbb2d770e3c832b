from .dialogs import NetworkDialogs as NetworkDialogs
from .offers import RESUME as RESUME
from .present import NamedFile as NamedFile
from .present import Networks as Networks
