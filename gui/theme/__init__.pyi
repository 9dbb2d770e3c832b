from .colours import LIGHT as LIGHT
from .colours import Theme as Theme
from .icons import icon as icon
from .scheme_switch import SCHEMES as SCHEMES
from .scheme_switch import SchemeSwitch as SchemeSwitch
from .tints import mixed as mixed
from .tints import readable as readable
