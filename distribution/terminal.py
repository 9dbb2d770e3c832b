"""The bundle's second program, `inkling-engine`: the terminal."""

import sys

from engine.system import own_process
from main import start

if __name__ == "__main__":
    # A process that was started with the name of a module runs that one instead.
    if not own_process.module_asked_for():
        sys.argv[1:1] = [own_process.MODULE, "engine"]
    sys.exit(start())
