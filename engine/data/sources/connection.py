"""Whether this computer has a network connection, without using it."""

import os

import psutil

from engine.data.sources.catalogue import MIRROR_VARIABLE

LOOPBACK = ("lo", "loopback")
"""The beginnings of the loopback interface's names on all systems."""


def is_offline() -> bool:
    """Whether no network is up. False if a mirror is set, since the mirror may be this computer."""
    if os.environ.get(MIRROR_VARIABLE):
        return False
    return not any(
        state.isup and not name.lower().startswith(LOOPBACK) for name, state in psutil.net_if_stats().items()
    )
