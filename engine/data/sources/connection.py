"""Whether this computer has a network at all; nobody is asked anything over it."""

import os

import psutil

from engine.data.sources.catalogue import MIRROR_VARIABLE

LOOPBACK = ("lo", "loopback")
"""How the interface is called that leads to this computer itself, whatever the system."""


def is_offline() -> bool:
    """Whether no network can be reached, as far as the system knows; a mirror that was named may be this computer."""
    if os.environ.get(MIRROR_VARIABLE):
        return False
    return not any(
        state.isup and not name.lower().startswith(LOOPBACK) for name, state in psutil.net_if_stats().items()
    )
