from .tour import Tour as Tour
from .tour import digits as digits
from .tour import send_mouse as send_mouse
